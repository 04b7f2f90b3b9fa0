import { clock } from '@/server/clock.ts'
import type { People } from '@/server/testing/people.ts'
import type { Operation } from '../../shared/operation.ts'
import { base, lb, makeTree, must, pathRule, type Tree } from './tree.ts'

/** One of everything that a path can name, by the collection that it stands in. */
export type Scene = {
  readonly who: People
  readonly tree: Tree
  readonly ids: Readonly<Record<string, string>>
}

/** A load balancer of the member's with one of everything, and one of everything that administrators offer. */
export async function makeScene(who: People, name: string): Promise<Scene> {
  const tree = await makeTree({ token: who.member, subnet: who.subnet }, name)
  const offered = await makeOffers(who, name)
  const amphorae = must(200, await lb('GET', '/load-balancer/v2/octavia/amphorae', { token: who.admin }))
  const others = { quotas: who.project, providers: 'fulcrum', amphorae: String(amphorae.at('amphorae', 0, 'id')) }
  return { who, tree, ids: { ...idsOf(tree), ...offered, ...others } }
}

/** The scene with another load balancer in it. */
export function withTree(scene: Scene, tree: Tree): Scene {
  return { ...scene, tree, ids: { ...scene.ids, ...idsOf(tree) } }
}

function idsOf(tree: Tree): Record<string, string> {
  return {
    loadbalancers: tree.loadbalancer,
    listeners: tree.listener,
    pools: tree.pool,
    members: tree.member,
    healthmonitors: tree.healthmonitor,
    l7policies: tree.l7policy,
    rules: tree.rule,
  }
}

let made = 0

/** What administrators offer, by collection. A profile that a flavor uses can't be written, so there is one more that none uses. */
export async function makeOffers({ admin: token }: People, name: string): Promise<Record<string, string>> {
  made += 1
  const own = `${name}-${made}-${clock().now()}`
  const created = async (path: string, body: object) => must(201, await lb('POST', `${base}/${path}`, { token, body }))
  const profile = { name: own, provider_name: 'fulcrum', flavor_data: '{"listener_limit": 50}' }
  const used = await created('flavorprofiles', { flavorprofile: profile })
  const free = await created('flavorprofiles', { flavorprofile: profile })
  const zoneProfile = { name: own, provider_name: 'fulcrum', availability_zone_data: '{}' }
  const usedZone = await created('availabilityzoneprofiles', { availability_zone_profile: zoneProfile })
  const freeZone = await created('availabilityzoneprofiles', { availability_zone_profile: zoneProfile })
  const flavor_profile_id = String(used.at('flavorprofile', 'id'))
  const flavor = await created('flavors', { flavor: { name: own, flavor_profile_id } })
  const availability_zone_profile_id = String(usedZone.at('availability_zone_profile', 'id'))
  await created('availabilityzones', { availability_zone: { name: own, availability_zone_profile_id } })
  return {
    flavors: String(flavor.at('flavor', 'id')),
    availabilityzones: own,
    flavorprofiles: String(free.at('flavorprofile', 'id')),
    availabilityzoneprofiles: String(freeZone.at('availability_zone_profile', 'id')),
    usedFlavorProfile: flavor_profile_id,
    usedZoneProfile: availability_zone_profile_id,
  }
}

/** The last collection in an operation's path: `members` for `/pools/{pool_id}/members/{id}/stats`. */
export function collectionIn(path: string): string {
  const segments = path.split('/').filter((one) => !one.startsWith('{'))
  return segments.findLast((one) => one in roots) ?? ''
}

/** The root key of the bodies of a collection. */
export const roots: Readonly<Record<string, string>> = {
  loadbalancers: 'loadbalancer',
  listeners: 'listener',
  pools: 'pool',
  members: 'member',
  healthmonitors: 'healthmonitor',
  l7policies: 'l7policy',
  rules: 'rule',
  flavors: 'flavor',
  flavorprofiles: 'flavorprofile',
  availabilityzones: 'availability_zone',
  availabilityzoneprofiles: 'availability_zone_profile',
  quotas: 'quota',
  amphorae: 'amphora',
  providers: 'provider',
}

/** An operation's path with the ids of a scene in it; `ids` stand in place of some. */
export function urlOf({ ids }: Scene, { path }: Pick<Operation, 'path'>, other: Readonly<Record<string, string>> = {}) {
  const known: Readonly<Record<string, string>> = { ...ids, ...other }
  const filled = path.replace(
    /\/([a-z0-9]+)\/\{\w+\}/g,
    (_, collection: string) => `/${collection}/${known[collection]}`,
  )
  return `/load-balancer${filled}`
}

let port = 1_000

/** A body that an operation takes; undefined where it takes none. */
export function goodBody({ who, tree, ids }: Scene, { method, path, takes }: Operation): object | undefined {
  if (takes === 'nothing') return undefined
  const collection = collectionIn(path)
  const root = roots[collection] ?? ''
  if (method === 'PUT' && path.endsWith('/members')) return { members: [] }
  if (method === 'PUT') return { [root]: updates[collection] ?? { name: 'written' } }
  port += 1
  const creates: Readonly<Record<string, object>> = {
    loadbalancers: { name: 'created', vip_subnet_id: who.subnet },
    listeners: { loadbalancer_id: tree.loadbalancer, protocol: 'TCP', protocol_port: port },
    pools: { loadbalancer_id: tree.loadbalancer, protocol: 'TCP', lb_algorithm: 'ROUND_ROBIN' },
    members: { address: '127.0.0.77', protocol_port: port },
    healthmonitors: { pool_id: tree.pool, type: 'TCP', delay: 5, timeout: 3, max_retries: 2 },
    l7policies: { listener_id: tree.listener, action: 'REJECT' },
    rules: pathRule('/created'),
    flavors: { name: `created-${port}`, flavor_profile_id: ids['usedFlavorProfile'] },
    flavorprofiles: { name: 'created', provider_name: 'fulcrum', flavor_data: '{}' },
    availabilityzones: { name: `created-${port}`, availability_zone_profile_id: ids['usedZoneProfile'] },
    availabilityzoneprofiles: { name: 'created', provider_name: 'fulcrum', availability_zone_data: '{}' },
  }
  return { [root]: creates[collection] }
}

const updates: Readonly<Record<string, object>> = {
  rules: { value: '/written' },
  availabilityzones: { description: 'written' },
  flavors: { description: 'written' },
  quotas: { member: 10_000 },
}
