import type { Issue } from 'model/errors'
import { collectionOf, type Graph, type RowsOf } from 'model/graph/graph'
import { clash, completePolicy } from 'model/l7/policy'
import { inserted } from 'model/l7/positions'
import { z } from 'zod'
import { freshRow } from './fresh.ts'
import { type CreatedRows, parseCreate, parsed } from './parse.ts'

// Pure: from the tree that a client sends to the rows that are stored.

const poolTree = z.looseObject({
  name: z.unknown(),
  members: z.array(z.looseObject({})).nullish(),
  healthmonitor: z.looseObject({}).nullish(),
})
const policyTree = z.looseObject({
  redirect_pool: z.string().nullish(),
  rules: z.array(z.looseObject({})).nullish(),
})
const listenerTree = z.looseObject({
  default_pool: z.string().nullish(),
  l7policies: z.array(policyTree).nullish(),
})
const tree = z.looseObject({
  listeners: z.array(listenerTree).nullish(),
  pools: z.array(poolTree).nullish(),
})
type Tree = z.output<typeof tree>

export type TreeRows = {
  readonly graph: Graph
  /** Where each resource stands in the tree, by its path in the graph: `members/<id>` is `pools/0/members/1`. */
  readonly places: ReadonlyMap<string, string>
}
export type Seeds = { readonly project_id: string; readonly newId: () => string }

/** The rows of a tree, or everything that is wrong with its attributes. */
export function treeRows(input: unknown, seeds: Seeds): { rows: TreeRows; issues: readonly Issue[] } {
  const shape = parsed(tree, input)
  const builder = new TreeBuilder(seeds)
  if (shape.value === null) builder.issues.push(...shape.issues)
  const rows = builder.build(shape.value ?? {})
  return { rows, issues: builder.issues }
}

type Children = {
  listeners: RowsOf['listener'][]
  pools: RowsOf['pool'][]
  members: RowsOf['member'][]
  health_monitors: RowsOf['health_monitor'][]
  l7_policies: RowsOf['l7_policy'][]
  l7_rules: RowsOf['l7_rule'][]
}

/** Collects rows, their places and their issues on one walk through the tree. */
class TreeBuilder {
  readonly issues: Issue[] = []
  readonly #seeds: Seeds
  readonly #places = new Map<string, string>()
  readonly #children: Children = {
    listeners: [],
    pools: [],
    members: [],
    health_monitors: [],
    l7_policies: [],
    l7_rules: [],
  }
  readonly #poolIds = new Map<unknown, string>()

  constructor(seeds: Seeds) {
    this.#seeds = seeds
  }

  build({ listeners, pools, ...loadBalancer }: Tree): TreeRows {
    const loadbalancer_id = this.#seeds.newId()
    const values = this.#accepted('load_balancer', loadBalancer, '')
    this.#refuseBadNames(pools ?? [])
    for (const one of pools ?? []) this.#poolIds.set(one.name, this.#seeds.newId())
    for (const [at, one] of (pools ?? []).entries()) this.#addPool(one, loadbalancer_id, `pools/${at}`)
    for (const [at, one] of (listeners ?? []).entries()) this.#addListener(one, loadbalancer_id, `listeners/${at}`)
    const row = freshRow('load_balancer', loadbalancer_id, this.#seeds.project_id, values)
    return { graph: { load_balancer: row, ...this.#children, ...this.#placedPolicies() }, places: this.#places }
  }

  /** Each policy at its wished position among those before it in the list. */
  #placedPolicies(): Pick<Graph, 'l7_policies'> {
    const policies = this.#children.l7_policies.map(completePolicy)
    const listeners = new Set(policies.map((one) => one.listener_id))
    return {
      l7_policies: [...listeners].flatMap((id) =>
        inserted(
          [],
          policies.filter((one) => one.listener_id === id),
        ),
      ),
    }
  }

  #addPool(
    { members, healthmonitor, ...pool }: z.output<typeof poolTree>,
    loadbalancer_id: string,
    place: string,
  ): void {
    const id = this.#poolIds.get(pool.name) ?? this.#seeds.newId()
    this.#add('pool', { ...pool, loadbalancer_id }, { id, place })
    for (const [at, one] of (members ?? []).entries()) {
      this.#add('member', { ...one, pool_id: id }, { id: this.#seeds.newId(), place: `${place}/members/${at}` })
    }
    if (!healthmonitor) return
    this.#add(
      'health_monitor',
      { ...healthmonitor, pool_id: id },
      { id: this.#seeds.newId(), place: `${place}/healthmonitor` },
    )
  }

  #addListener(
    { default_pool, l7policies, ...listener }: z.output<typeof listenerTree>,
    loadbalancer_id: string,
    place: string,
  ): void {
    const id = this.#seeds.newId()
    const default_pool_id = this.#poolId(default_pool, `${place}/default_pool`)
    this.#add('listener', { ...listener, loadbalancer_id, default_pool_id }, { id, place })
    for (const [at, one] of (l7policies ?? []).entries()) this.#addPolicy(one, id, `${place}/l7policies/${at}`)
  }

  #addPolicy(
    { redirect_pool, rules, ...policy }: z.output<typeof policyTree>,
    listener_id: string,
    place: string,
  ): void {
    const id = this.#seeds.newId()
    const redirect_pool_id = this.#poolId(redirect_pool, `${place}/redirect_pool`)
    const values = this.#add('l7_policy', { ...policy, listener_id, redirect_pool_id }, { id, place })
    const problem = clash(values)
    if (problem) this.issues.push({ ...problem, about: `${place}/${problem.about}`, code: 'invalid' })
    for (const [at, one] of (rules ?? []).entries()) {
      this.#add('l7_rule', { ...one, l7policy_id: id }, { id: this.#seeds.newId(), place: `${place}/rules/${at}` })
    }
  }

  #poolId(name: string | null | undefined, place: string): string | null {
    if (name === null || name === undefined) return null
    const id = this.#poolIds.get(name)
    if (id !== undefined) return id
    const message = `Validation failure: Pool '${name}' was referenced but no full definition was found.`
    this.issues.push({ about: place, message, code: 'invalid' })
    return null
  }

  #add<K extends keyof typeof collectionOf>(
    kind: K,
    input: object,
    { id, place }: { id: string; place: string },
  ): CreatedRows[K] {
    const values = this.#accepted(kind, input, place)
    this.#places.set(`${collectionOf[kind]}/${id}`, place)
    const rows: unknown[] = this.#children[collectionOf[kind]]
    rows.push(freshRow(kind, id, this.#seeds.project_id, values))
    return values
  }

  /** The values, or nothing but issues: then the rows are not used. */
  #accepted<K extends keyof RowsOf>(kind: K, input: unknown, place: string): CreatedRows[K] {
    const result = parseCreate(kind, input, place)
    this.issues.push(...result.issues)
    return result.value ?? ({} as CreatedRows[K])
  }

  #refuseBadNames(pools: readonly z.output<typeof poolTree>[]): void {
    const names = pools.map((one) => one.name ?? '')
    for (const [at, name] of names.entries()) {
      const about = `pools/${at}/name`
      if (name === '') {
        const message = 'Validation failure: Pools must be named when creating a fully populated loadbalancer.'
        this.issues.push({ about, message, code: 'invalid' })
      } else if (names.indexOf(name) < at) {
        const message = 'Validation failure: Pool names must be unique when creating a fully populated loadbalancer.'
        this.issues.push({ about, message, code: 'invalid' })
      }
    }
  }
}

/** An issue's path in the words of the tree: `members/<id>/address` is `pools/0/members/1/address`. */
export function placeIn({ places }: Pick<TreeRows, 'places'>): (about: string) => string {
  return (about) => {
    const [collection, id, ...rest] = about.split('/')
    const place = places.get(`${collection}/${id}`)
    return place === undefined ? about.replace(/^load_balancer\/?/, '') : within(place, rest.join('/'))
  }
}

/** A path below a place; the root and the place itself have no name. */
export function within(place: string, path: string): string {
  return [place, path].filter((part) => part !== '').join('/')
}
