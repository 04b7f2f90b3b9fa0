import { type Graph, policiesOf, rulesOf } from '../graph/graph.ts'
import { askedHost } from '../l7/asked-host.ts'
import type { L7Policy } from '../resources/l7-policy.ts'
import type { L7Rule } from '../resources/l7-rule.ts'
import type { Listener } from '../resources/listener.ts'
import { shortId } from '../short-id.ts'
import { listenerProtocols } from './protocols.ts'

// "Redirect HTTP to HTTPS": what the switch of a listener that terminates TLS builds, and how what it has built is known again. It is an
// ordinary policy with its rule, on an ordinary listener. The tag that they have says for which port they were built.

/** Where clients come that say no scheme. */
export const plainPort = 80
const usualTlsPort = 443

export function redirectTag({ protocol_port }: Pick<Listener, 'protocol_port'>): string {
  return `https-redirect:${protocol_port}`
}

/** The same host, path and query over HTTPS: 301, for that is how it stays. */
export function redirectPolicy({ protocol_port }: Pick<Listener, 'protocol_port'>) {
  return {
    name: 'to-https',
    action: 'REDIRECT_PREFIX',
    redirect_prefix: `https://${askedHost}${protocol_port === usualTlsPort ? '' : `:${protocol_port}`}`,
    redirect_http_code: 301,
    position: 1,
  } as const
}

/** Holds for every request. */
export const everyPath = { type: 'PATH', compare_type: 'STARTS_WITH', value: '/' } as const

/** The listener on port 80, where there is none: for the same clients. */
export function plainListener({ allowed_cidrs }: Pick<Listener, 'allowed_cidrs'>) {
  return {
    name: `http-${plainPort}`,
    protocol: 'HTTP',
    protocol_port: plainPort,
    ...(allowed_cidrs && { allowed_cidrs }),
  } as const
}

/** How the switch stands. */
export const redirectStates = {
  off: 'Nothing of it is there.',
  on: 'What it has built is there, as it was built.',
  changed: 'What it has built was changed since, or a part of it is gone.',
} as const
export type RedirectState = keyof typeof redirectStates

export type HttpsRedirect = {
  readonly state: RedirectState
  /** The listener on port 80 that has the policy, or was built for it; null where there is none. */
  readonly listener_id: string | null
  readonly l7policy_id: string | null
  /** What is other than it was built, as sentences. */
  readonly changes: readonly string[]
  /** Why it can't be switched on, as a sentence; null when it can, and when it is. */
  readonly obstacle: string | null
  /** What using the switch does now, as a sentence. */
  readonly effect: string
}

/** How the redirect to a listener stands. Pure: all is told from the load balancer as it is. */
export function httpsRedirect(graph: Graph, listener: Listener): HttpsRedirect {
  const built = builtFor(graph, listener)
  if (built.listener === null && built.policy === null) return switchedOff(graph, listener)
  const changes = changesOf(graph, listener, built)
  return {
    state: changes.length === 0 ? 'on' : 'changed',
    listener_id: built.policy?.listener_id ?? built.listener?.id ?? null,
    l7policy_id: built.policy?.id ?? null,
    changes,
    obstacle: null,
    effect: removalSentence(graph, built),
  }
}

/** What goes when the switch is used: the policy, and its listener where nothing else is on it. */
export function builtParts(
  graph: Graph,
  listener: Listener,
): { l7policy_id: string | null; listener_id: string | null } {
  const built = builtFor(graph, listener)
  const isFree = built.listener !== null && othersOn(graph, built.listener, built.policy).length === 0
  return { l7policy_id: built.policy?.id ?? null, listener_id: isFree ? (built.listener?.id ?? null) : null }
}

type Built = { readonly policy: L7Policy | null; readonly listener: Listener | null }

function builtFor(graph: Graph, listener: Listener): Built {
  const tag = redirectTag(listener)
  return {
    policy: graph.l7_policies.find((one) => one.tags.includes(tag)) ?? null,
    listener: graph.listeners.find((one) => one.id !== listener.id && one.tags.includes(tag)) ?? null,
  }
}

function switchedOff(graph: Graph, listener: Listener): HttpsRedirect {
  const plain = graph.listeners.find(isOnPlainPort) ?? null
  return {
    state: 'off',
    listener_id: plain?.id ?? null,
    l7policy_id: null,
    changes: [],
    obstacle: obstacleTo(graph, listener, plain),
    effect: additionSentence(graph, plain),
  }
}

function isOnPlainPort({ protocol, protocol_port }: Listener): boolean {
  return protocol_port === plainPort && listenerProtocols[protocol].transport === 'tcp'
}

function obstacleTo(graph: Graph, listener: Listener, plain: Listener | null): string | null {
  if (listener.protocol !== 'TERMINATED_HTTPS') return 'Only a listener that terminates TLS can be redirected to.'
  if (plain === null) return null
  if (plain.id === listener.id) return `This listener is on port ${plainPort} itself.`
  if (plain.protocol !== 'HTTP')
    return `Port ${plainPort} is taken by listener ${nameOf(plain)}, which speaks ${listenerProtocols[plain.protocol].label}: nothing can be redirected there.`
  const other = policiesOf(graph, plain.id).find((one) => one.admin_state_up && redirectsAll(graph, one))
  if (!other) return null
  return `Policy ${nameOf(other)} of listener ${nameOf(plain)} redirects all of port ${plainPort} to ${other.redirect_prefix} already.`
}

/** Whether nothing is left for policies behind it. */
function redirectsAll(graph: Graph, policy: L7Policy): boolean {
  const rules = rulesOf(graph, policy.id).filter((one) => one.admin_state_up)
  return policy.redirect_prefix?.startsWith('https://') === true && rules.length === 1 && rules.every(isEveryPath)
}

function isEveryPath({ type, compare_type, value, invert }: L7Rule): boolean {
  return type === everyPath.type && compare_type === everyPath.compare_type && value === everyPath.value && !invert
}

function changesOf(graph: Graph, listener: Listener, { policy, listener: plain }: Built): string[] {
  if (policy === null) return ['Its policy is gone.']
  const wanted = redirectPolicy(listener)
  const on = graph.listeners.find((one) => one.id === policy.listener_id)
  const rules = rulesOf(graph, policy.id)
  const is = (condition: boolean | undefined, sentence: string) => (condition ? [sentence] : [])
  return [
    ...is(!policy.admin_state_up, `Policy ${nameOf(policy)} is switched off.`),
    ...is(!on?.admin_state_up, `Listener ${nameOf(on ?? policy)} is switched off.`),
    ...is(
      policy.action !== wanted.action || policy.redirect_prefix !== wanted.redirect_prefix,
      `Policy ${nameOf(policy)} does something else now.`,
    ),
    ...is(
      rules.length !== 1 || !rules.every((one) => one.admin_state_up && isEveryPath(one)),
      `Policy ${nameOf(policy)} takes other requests now.`,
    ),
    ...is(policy.position !== 1, `Policy ${nameOf(policy)} stands at position ${policy.position}: others come first.`),
    ...(plain === null ? [] : othersOn(graph, plain, policy)),
  ]
}

/** What is on the listener besides. */
function othersOn(graph: Graph, plain: Listener, policy: L7Policy | null): string[] {
  const others = policiesOf(graph, plain.id).filter((one) => one.id !== policy?.id)
  return [
    ...(others.length > 0
      ? [`Listener ${nameOf(plain)} has ${others.length === 1 ? 'another policy' : 'other policies'}.`]
      : []),
    ...(plain.default_pool_id === null ? [] : [`Listener ${nameOf(plain)} has a pool.`]),
  ]
}

function additionSentence(graph: Graph, plain: Listener | null): string {
  if (plain === null) return `Adds an HTTP listener on port ${plainPort} that redirects every request.`
  const count = policiesOf(graph, plain.id).length
  const before = count === 0 ? 'alone' : count === 1 ? 'before its policy' : `before its ${count} policies`
  return `Listener ${nameOf(plain)} is on port ${plainPort} already: it gets a policy, ${before}, that takes every request. What it serves now is served no more.`
}

function removalSentence(graph: Graph, { policy, listener }: Built): string {
  const isFree = listener !== null && othersOn(graph, listener, policy).length === 0
  const parts = [
    ...(policy === null ? [] : [`policy ${nameOf(policy)}`]),
    ...(isFree ? [`listener ${nameOf(listener)} of port ${listener.protocol_port}`] : []),
  ]
  if (parts.length === 0) return `Removes nothing: there is more on listener ${listener && nameOf(listener)} now.`
  const rest = listener !== null && !isFree ? ` Listener ${nameOf(listener)} stays: there is more on it.` : ''
  return `Removes ${parts.join(' and ')}.${rest}`
}

function nameOf({ name, id }: { readonly name: string; readonly id: string }): string {
  return name || shortId(id)
}
