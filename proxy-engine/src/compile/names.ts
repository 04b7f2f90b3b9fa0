import type { L7Policy } from 'model/resources/l7-policy'
import type { Listener } from 'model/resources/listener'
import type { LoadBalancer } from 'model/resources/load-balancer'
import type { Pool } from 'model/resources/pool'
import { keyword, type Word } from './words.ts'

// Names are made of ids: what people call things may repeat, and changing it must not reload anything.

export function frontendName(listener: Pick<Listener, 'id'>): Word {
  return keyword(`listener:${listener.id}`)
}

export function backendName(pool: Pick<Pool, 'id'>, listener: Pick<Listener, 'id'>): Word {
  return keyword(`pool:${pool.id}:${listener.id}`)
}

/** What answers authorities that ask whether a load balancer serves a name. */
export function challengeFrontend(loadBalancer: Pick<LoadBalancer, 'id'>): Word {
  return keyword(`challenges:${loadBalancer.id}`)
}

/** What a policy sends to that answers in a way of its own: a backend without servers. */
export function answerBackend(policy: Pick<L7Policy, 'id'>): Word {
  return keyword(`policy:${policy.id}`)
}

/** The table that counts the open connections of a listener that has a limit of them. */
export function connectionsTable(listener: Pick<Listener, 'id'>): Word {
  return keyword(`connections:${listener.id}`)
}

/** The tables in which requests are counted that a policy lets through: all of them, or those of each client. */
export function limitTable(policy: Pick<L7Policy, 'id'>, of: 'all' | 'source'): Word {
  return keyword(`limit:${policy.id}:${of}`)
}

/** What the policies that send to no pool send to: backends without servers, one of each for the whole process. */
export const actionBackends = {
  reject: keyword('policy:reject'),
  close: keyword('policy:close'),
  redirect: keyword('policy:redirect'),
  redirectPrefix: keyword('policy:redirect-prefix'),
  redirectAskedHost: keyword('policy:redirect-asked-host'),
  unavailable: keyword('policy:unavailable'),
} as const
