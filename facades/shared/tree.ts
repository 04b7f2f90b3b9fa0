import { DomainError } from 'model/errors'
import { isObject } from './body.ts'
import { argumentOf, createInput, type Input, listOf, updateInput } from './input.ts'
import { invalidValue, printed } from './schema-words.ts'

/**
 * The model's tree from a fully populated create. In the body a default pool may be written out inside its listener, or
 * named there and written out anywhere else in the tree; in the model every pool stands once in `pools`.
 */
export function treeInput(root: unknown): Input {
  const argument = argumentOf('load_balancer')
  const { listeners, pools, ...loadBalancer } = createInput('load_balancer', root, {
    argument,
    also: ['listeners', 'pools'],
  })
  const topPools = listOf(pools, 'pools').map((one, at) =>
    poolInput(one, { argument: `${argument}.pools`, about: `pools/${at}` }),
  )
  const read = listOf(listeners, 'listeners').map((one, at) =>
    listenerInput(one, { argument: `${argument}.listeners`, about: `listeners/${at}` }),
  )
  const definitions = [...topPools, ...read.flatMap((one) => one.definitions)]
  refuseBadNames(definitions)
  refuseUndefined(read, definitions)
  return { ...loadBalancer, listeners: read.map((one) => one.input), pools: definitions }
}

type ListenerInput = { readonly input: Input; readonly definitions: readonly Input[] }

function listenerInput(value: unknown, place: Stand): ListenerInput {
  const also = ['default_pool', 'l7policies']
  const read = createInput('listener', value, { ...place, without: ['loadbalancer_id'], also })
  const { default_pool, l7policies, default_pool_id, ...input } = read
  if (default_pool_id !== undefined && default_pool_id !== null) {
    throw new DomainError('not_found', `Pool ${printed(default_pool_id)} not found.`)
  }
  const policies = listOf(l7policies, 'l7policies').map((one, at) => treePolicy(one, within(place, `l7policies/${at}`)))
  const tree = { ...input, l7policies: policies.map((one) => one.input) }
  const ofPolicies = policies.flatMap((one) => (one.definition ? [one.definition] : []))
  if (default_pool === undefined || default_pool === null)
    return { input: { ...tree, default_pool: null }, definitions: ofPolicies }
  const pool = poolInput(default_pool, within(place, 'default_pool'))
  const own = isReference(default_pool) ? [] : [pool]
  return { input: { ...tree, default_pool: pool['name'] }, definitions: [...own, ...ofPolicies] }
}

/** A policy with its rules, and its pool written out inside or named; the model's tree has the pool's name. */
export function policyInput(value: unknown, place: Stand, without: readonly string[] = []): Input {
  const { rules, redirect_pool, ...input } = createInput('l7_policy', value, {
    ...place,
    without,
    also: ['rules', 'redirect_pool'],
  })
  return {
    ...input,
    redirect_pool: redirect_pool ?? null,
    rules: listOf(rules, 'rules').map((one, at) =>
      createInput('l7_rule', one, { ...within(place, `rules/${at}`), without: ['l7policy_id'] }),
    ),
  }
}

/** A policy that is created under a listener which is there: its pool is there, too. */
export function newPolicyInput(value: unknown, place: Stand, without: readonly string[] = []): Input {
  const { redirect_pool, ...input } = policyInput(value, place, without)
  if (redirect_pool !== null)
    throw new DomainError('invalid', 'A pool is created first, and named by its redirect_pool_id.')
  return input
}

/** A patch of a policy. With `also` it may have `rules`: all that it shall have, those that stay by their `id`. */
export function policyPatch(value: unknown, also: readonly 'rules'[] = []): Input {
  if (isObject(value) && value['action'] === null)
    throw new DomainError('invalid', 'Invalid L7 Policy action specified: None', [
      { about: 'action', message: 'Mandatory field missing.' },
    ])
  const place: Stand = { argument: argumentOf('l7_policy'), about: '' }
  const { rules, ...patch } = updateInput('l7_policy', value, { ...place, also })
  if (rules === undefined && Object.keys(patch).length === 0)
    throw new DomainError('invalid', 'Invalid L7 Policy arguments: Invalid update options')
  if (rules === undefined) return patch
  if (!Array.isArray(rules)) throw invalidValue('rules', rules, 'Value should be a list')
  return { ...patch, rules: rules.map((one, at) => ruleWish(one, within(place, `rules/${at}`))) }
}

function ruleWish(value: unknown, place: Stand): Input {
  const id = isObject(value) ? (value['id'] ?? null) : null
  if (id === null) return createInput('l7_rule', value, { ...place, without: ['l7policy_id'], also: ['id'] })
  if (typeof id !== 'string') throw invalidValue(`${place.about}/id`, id, 'Value should be UUID format')
  return updateInput('l7_rule', value, { ...place, also: ['id'] })
}

type PolicyInput = { readonly input: Input; readonly definition: Input | null }

function treePolicy(value: unknown, place: Stand): PolicyInput {
  const { redirect_pool, ...input } = policyInput(value, place, ['listener_id'])
  if (redirect_pool === null) return { input: { ...input, redirect_pool: null }, definition: null }
  const pool = poolInput(redirect_pool, within(place, 'redirect_pool'))
  return { input: { ...input, redirect_pool: pool['name'] }, definition: isReference(redirect_pool) ? null : pool }
}

/** `{"name": "web"}` alone names a pool that is defined elsewhere in the tree. */
function isReference(value: unknown): boolean {
  return isObject(value) && Object.keys(value).every((key) => key === 'name')
}

function poolInput(value: unknown, place: Stand): Input {
  const { members, healthmonitor, ...input } = createInput('pool', value, {
    ...place,
    without: ['loadbalancer_id'],
    // A reference has neither; a definition without them is refused by name below.
    givenElsewhere: ['protocol', 'lb_algorithm'],
    also: ['members', 'healthmonitor'],
  })
  const part = (kind: 'member' | 'health_monitor', one: unknown, name: string) =>
    createInput(kind, one, { ...within(place, name), without: ['pool_id'] })
  return {
    ...input,
    members: listOf(members, 'members').map((one, at) => part('member', one, `members/${at}`)),
    healthmonitor:
      healthmonitor === undefined || healthmonitor === null
        ? null
        : part('health_monitor', healthmonitor, 'healthmonitor'),
  }
}

/** Where an object of a tree stands, in Octavia's sentences and in issues. */
type Stand = { readonly argument: string; readonly about: string }

export function within({ argument, about }: Stand, name: string): Stand {
  return { argument: `${argument}.${name.replace(/\/\d+$/, '')}`, about: about === '' ? name : `${about}/${name}` }
}

function refuseBadNames(definitions: readonly Input[]): void {
  const names = definitions.map((one) => one['name'])
  if (names.some((name) => name === undefined || name === null || name === '')) {
    throw failure('Pools must be named when creating a fully populated loadbalancer.')
  }
  if (new Set(names).size < names.length) {
    throw failure('Pool names must be unique when creating a fully populated loadbalancer.')
  }
  for (const one of definitions) {
    const missing = ['protocol', 'lb_algorithm'].find(
      (attribute) => one[attribute] === undefined || one[attribute] === null,
    )
    if (missing !== undefined)
      throw failure(`Pool definition for '${printed(one['name'])}' missing required attribute: ${missing}`)
  }
}

function refuseUndefined(listeners: readonly ListenerInput[], definitions: readonly Input[]): void {
  const named = listeners.flatMap(({ input }) => [
    input['default_pool'],
    ...(input['l7policies'] as readonly Input[]).map((one) => one['redirect_pool']),
  ])
  for (const name of named) {
    if (name === undefined) throw failure('Pools must be named when creating a fully populated loadbalancer.')
    if (name !== null && !definitions.some((one) => one['name'] === name)) {
      throw failure(`Pool '${printed(name)}' was referenced but no full definition was found.`)
    }
  }
}

function failure(why: string): DomainError {
  return new DomainError('invalid', `Validation failure: ${why}`)
}
