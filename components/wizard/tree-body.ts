import { everyPath, plainListener, redirectPolicy, redirectTag } from 'model/listener/https-redirect'
import type { Listener } from 'model/resources/listener'
import { leanValues } from '../forms/declared.ts'
import { offeredValues } from '../forms/offered.ts'
import type { Values } from '../forms/values.ts'
import { type Draft, filledMembers, nameOf, passesOn, redirectsHttp } from './draft.ts'

/** The body of the one API call that creates everything, with what differs from the defaults and no more. */
export function treeBody(draft: Draft): { readonly loadbalancer: Values } {
  return {
    loadbalancer: {
      ...leanValues('load_balancer', offeredValues('load_balancer', draft.load_balancer)),
      ...(passesOn(draft) ? withPool(draft) : { listeners: [listenerValues(draft)] }),
    },
  }
}

function withPool(draft: Draft): Values {
  const pool = {
    ...poolValues(draft),
    members: memberValues(draft),
    ...(draft.hasMonitor ? { healthmonitor: monitorValues(draft) } : {}),
  }
  return {
    listeners: [{ ...listenerValues(draft), default_pool: { name: nameOf(draft, 'pool') } }, ...redirectTrees(draft)],
    pools: [pool],
  }
}

/** The listener on port 80 that sends clients to the one of the draft, with its policy and rule. */
function redirectTrees(draft: Draft): Values[] {
  const parts = redirectParts(draft)
  return parts === null ? [] : [{ ...parts.listener, l7policies: [{ ...parts.policy, rules: [parts.rule] }] }]
}

/** What redirects port 80, as values of creates; null where nothing does. */
export function redirectParts(draft: Draft): { listener: Values; policy: Values; rule: Values } | null {
  if (!redirectsHttp(draft)) return null
  const { protocol_port, allowed_cidrs = null } = draft.listener as Pick<Listener, 'protocol_port'> & Partial<Listener>
  const tags = [redirectTag({ protocol_port })]
  return {
    listener: { ...plainListener({ allowed_cidrs }), tags },
    policy: { ...redirectPolicy({ protocol_port }), tags },
    rule: everyPath,
  }
}

export function listenerValues(draft: Draft): Values {
  return { name: nameOf(draft, 'listener'), ...leanValues('listener', offeredValues('listener', draft.listener)) }
}

export function poolValues(draft: Draft): Values {
  return { name: nameOf(draft, 'pool'), ...leanValues('pool', offeredValues('pool', draft.pool)) }
}

export function memberValues(draft: Draft): Values[] {
  return filledMembers(draft).map((row) => {
    const values = leanValues('member', row.values)
    return { ...values, address: String(values['address'] ?? '').trim() }
  })
}

export function monitorValues(draft: Draft): Values {
  return {
    name: nameOf(draft, 'health_monitor'),
    ...leanValues('health_monitor', offeredValues('health_monitor', draft.health_monitor)),
  }
}
