import { helloActions, helloRuleTypes } from 'model/l7/pass-through'
import type { PolicyAction } from 'model/l7/policy-actions'
import type { RuleType } from 'model/l7/rule-kinds'
import { listenerProtocols } from 'model/listener/protocols'
import type { Listener } from 'model/resources/listener'

export type Decided = {
  readonly noun: 'request' | 'connection'
  /** Behind a rate. */
  readonly unit: 'req' | 'conn'
  readonly order: string
  /** Whether the tester sends anything. */
  readonly sent: string
  readonly none: string
  /** What rules can ask for, and what policies can do; null is everything. */
  readonly ruleTypes: readonly RuleType[] | null
  readonly actions: readonly PolicyAction[] | null
  /** What they mean here, where that is not what they mean elsewhere. */
  readonly helps: Partial<Readonly<Record<RuleType | PolicyAction, string>>>
  /** What a new condition begins with. */
  readonly usualRule: RuleType
}

const requests: Decided = {
  noun: 'request',
  unit: 'req',
  sent: 'Nothing is sent until you say so.',
  order: 'Tried from the top. The first whose conditions all hold takes the request.',
  none: 'A policy looks at a request (its host, path, a header) and sends it to another pool, redirects or rejects it. Until there is one, everything goes on as below.',
  ruleTypes: null,
  actions: null,
  helps: {},
  usualRule: 'PATH',
}

const connections: Decided = {
  noun: 'connection',
  unit: 'conn',
  sent: 'Nothing is sent.',
  order:
    'Tried from the top, with the server name (SNI) with which a client begins. The first whose conditions all hold takes the connection.',
  none: 'TLS passes through untouched here. A policy looks at the server name that a client asks for, and sends the connection to another pool or closes it. Until there is one, everything goes on as below.',
  ruleTypes: helloRuleTypes,
  actions: helloActions,
  helps: {
    HOST_NAME: 'The server name (SNI) that the client asks for, in any case.',
    REJECT: 'The connection is closed.',
  },
  usualRule: 'HOST_NAME',
}

/** What the policies of a listener decide about, in words, and what they can look at and do there. */
export function decidedBy({ protocol }: Pick<Listener, 'protocol'>): Decided {
  return listenerProtocols[protocol].policies === 'connections' ? connections : requests
}
