import { impliedTargets, isBeyondOctavia } from './beyond-octavia.ts'
import type { ApiCall } from './curl.ts'
import { shellLines, shellOption, shellWord } from './shell.ts'
import { ownAttributes } from './superset.ts'
import { textOf, type Values } from './values.ts'

/** How one attribute is written; null is an attribute that the command takes in another place. */
type Writes = (value: unknown) => readonly string[]

type Noun = {
  /** The command without its verb: `loadbalancer listener`. */
  readonly command: string
  /** The attribute of a create that stands behind the options: what it belongs to. */
  readonly positional?: string
  /** Attributes that are not written as `--their-name value`. */
  readonly options?: Readonly<Record<string, Writes>>
  /** Options of `unset` that are not `--their-name`. */
  readonly resets?: Readonly<Record<string, string>>
}

const option =
  (name: string): Writes =>
  (value) => [shellOption(name, textOf(value))]
const each =
  (name: string): Writes =>
  (value) =>
    (value as readonly unknown[]).map((one) => shellOption(name, textOf(one)))
const flag =
  (yes: string, no: string): Writes =>
  (value) => [value === true ? yes : no]
const joined =
  (name: string): Writes =>
  (value) => [shellOption(name, pairs(value as Values))]

const everywhere: Readonly<Record<string, Writes>> = {
  admin_state_up: flag('--enable', '--disable'),
  tags: each('--tag'),
}

const nouns = {
  loadbalancers: {
    command: 'loadbalancer',
    options: {
      additional_vips: (value) =>
        (value as readonly Values[]).map((vip) =>
          shellOption('--additional-vip', pairs({ 'subnet-id': vip['subnet_id'], 'ip-address': vip['ip_address'] })),
        ),
    },
  },
  listeners: {
    command: 'loadbalancer listener',
    positional: 'loadbalancer_id',
    options: {
      default_pool_id: option('--default-pool'),
      insert_headers: joined('--insert-headers'),
      allowed_cidrs: each('--allowed-cidr'),
      tls_versions: each('--tls-version'),
      alpn_protocols: each('--alpn-protocol'),
      sni_container_refs: (value) => [`--sni-container-refs ${(value as string[]).map(shellWord).join(' ')}`],
    },
    resets: { default_pool_id: '--default-pool' },
  },
  pools: {
    command: 'loadbalancer pool',
    options: {
      loadbalancer_id: option('--loadbalancer'),
      listener_id: option('--listener'),
      session_persistence: joined('--session-persistence'),
      tls_enabled: flag('--enable-tls', '--disable-tls'),
      tls_versions: each('--tls-version'),
      alpn_protocols: each('--alpn-protocol'),
    },
  },
  members: { command: 'loadbalancer member', options: { backup: flag('--enable-backup', '--disable-backup') } },
  healthmonitors: { command: 'loadbalancer healthmonitor', positional: 'pool_id' },
  l7policies: {
    command: 'loadbalancer l7policy',
    positional: 'listener_id',
    options: { redirect_pool_id: option('--redirect-pool') },
  },
  // The command has no word for "not inverted" but to reset it.
  rules: { command: 'loadbalancer l7rule', options: { invert: (value) => (value === true ? ['--invert'] : []) } },
} as const satisfies Record<string, Noun>
type Collection = keyof typeof nouns

const lbaas = /^\/load-balancer\/v2\/lbaas\/(?:(?:pools|l7policies)\/([^/]+)\/)?(\w+)(?:\/([^/?]+))?(\?cascade=true)?$/i

/** A call of the public API as commands of the openstack client; null where that has no word for it. */
export function openstackCommand(call: ApiCall): string | null {
  if (isBeyondOctavia(call)) return null
  return severalCommands(call) ?? balancingCommand(call) ?? networkCommand(call)
}

/** Calls that change several things in one go, which the client changes one after the other. */
const several: readonly (readonly [method: string, path: RegExp, commands: (id: string, body: Values) => Lines])[] = [
  ['PUT', /^\/console\/l7policies\/([^/]+)$/, policyChange],
  ['POST', /^\/console\/listeners\/([^/]+)\/l7policies$/, newPolicies],
  ['PUT', /^\/console\/listeners\/[^/]+\/(policy-order)$/, (_, body) => policyOrder(body)],
  ['PUT', /^\/load-balancer\/v2\/lbaas\/pools\/([^/]+)\/members\?additive_only=true$/, newMembers],
]
type Lines = readonly (string | null)[]

function severalCommands({ method, path, body }: ApiCall): string | null {
  for (const [known, form, commands] of several) {
    const [, id] = form.exec(path) ?? []
    if (method !== known || id === undefined) continue
    const lines = commands(id, (body ?? {}) as Values).filter((one) => one !== null)
    return lines.length === 0 ? null : lines.join('\n')
  }
  return null
}

function balancingCommand({ method, path, body }: ApiCall): string | null {
  const [, parent, collection = '', id, cascade] = lbaas.exec(path) ?? []
  if (!Object.hasOwn(nouns, collection)) return null
  const target: Target = { noun: nouns[collection as Collection], parent, id }
  if (method === 'DELETE') return removal(target, cascade !== undefined)
  const values = Object.values((body ?? {}) as Record<string, unknown>)[0]
  if (!isValues(values) || ownAttributes.some((name) => name in values)) return null
  return method === 'POST' ? creation(target, values) : update(target, values)
}

type Target = { readonly noun: Noun; readonly parent: string | undefined; readonly id: string | undefined }

function creation({ noun, parent }: Target, values: Values): string | null {
  const { rules = [], ...own } = values
  // A whole tree has no command of its own, but for a policy and its rules.
  if (['listeners', 'pools', 'members', 'default_pool'].some((name) => name in own)) return null
  const { positional } = noun
  const behind = parent ?? (positional === undefined ? undefined : textOf(own[positional]))
  const command = [
    `openstack ${noun.command} create`,
    ...written(noun, own, [positional]),
    ...(behind === undefined ? [] : [shellWord(behind)]),
  ]
  const children = rules as readonly Values[]
  if (children.length === 0) return shellLines(command)
  const policy = `POLICY_ID=$(${shellLines([...command, '-f value -c id'])})`
  const rule = (one: Values) =>
    shellLines(['openstack loadbalancer l7rule create', ...written(nouns.rules, one, []), '"$POLICY_ID"'])
  return [policy, ...children.map(rule)].join('\n')
}

/** What has a value is set; what goes back to its default is unset, which is a command of its own. */
function update({ noun, parent, id = '' }: Target, values: Values): string | null {
  if ('rules' in values) return null
  const names = Object.keys(values).filter((name) => !impliedTargets.includes(name))
  const cleared = names.filter((name) => isCleared(name, values[name]))
  const kept = Object.fromEntries(names.filter((name) => !cleared.includes(name)).map((name) => [name, values[name]]))
  const place = [parent, id].filter((one) => one !== undefined).map(shellWord)
  const replaced = 'tags' in kept ? ['--no-tag'] : []
  const commands = [
    ...(Object.keys(kept).length > 0
      ? [[`openstack ${noun.command} set`, ...replaced, ...written(noun, kept, []), ...place]]
      : []),
    ...(cleared.length > 0
      ? [[`openstack ${noun.command} unset`, ...cleared.map((name) => resetOf(noun, name)), ...place]]
      : []),
  ]
  return commands.length === 0 ? null : commands.map(shellLines).join('\n')
}

/** A policy and its rules one after the other: what the console changes in one go. */
function policyChange(id: string, body: Values): Lines {
  const { rules, ...own } = (body['l7policy'] ?? {}) as Values
  const seen = ((body['if_l7policy'] ?? {}) as { rules?: readonly Values[] }).rules ?? []
  const wanted = rules as readonly Values[] | undefined
  const commands = [update({ noun: nouns.l7policies, parent: undefined, id }, own)]
  const target = (rule: unknown) => ({ noun: nouns.rules, parent: id, id: textOf(rule) })
  for (const { id: rule, ...values } of wanted ?? []) {
    commands.push(rule === undefined ? creation(target(rule), values) : update(target(rule), values))
  }
  const gone = wanted === undefined ? [] : seen.filter((one) => !wanted.some((rule) => rule['id'] === one['id']))
  return [...commands, ...gone.map((one) => removal(target(one['id']), false))]
}

function newPolicies(listener_id: string, { l7policies }: Values): Lines {
  const target = { noun: nouns.l7policies, parent: undefined, id: undefined }
  return (l7policies as readonly Values[]).map((one) => creation(target, { listener_id, ...one }))
}

function newMembers(pool_id: string, { members }: Values): Lines {
  const target = { noun: nouns.members, parent: pool_id, id: undefined }
  return (members as readonly Values[]).map((one) => creation(target, one))
}

/** The client moves one policy at a time; from the end that needs fewer moves. */
function policyOrder({ l7policies, if_order }: Values): Lines {
  if (!Array.isArray(l7policies) || !Array.isArray(if_order)) return []
  const places = l7policies.map((_, at) => at)
  const [down, up] = [places, places.toReversed()].map((sweep) => movesOf(l7policies, if_order, sweep))
  const moves = (down?.length ?? 0) <= (up?.length ?? 0) ? down : up
  return (moves ?? []).map(
    ({ id, position }) => `openstack loadbalancer l7policy set --position ${position} ${shellWord(textOf(id))}`,
  )
}

/** What has to be moved, in turn, so that each place has what is wanted there. */
function movesOf(wanted: readonly unknown[], seen: readonly unknown[], places: readonly number[]) {
  let order = seen
  const moves: { readonly id: unknown; readonly position: number }[] = []
  for (const at of places) {
    const id = wanted[at]
    if (order[at] === id) continue
    order = order.filter((one) => one !== id).toSpliced(at, 0, id)
    moves.push({ id, position: at + 1 })
  }
  return moves
}

function removal({ noun, parent, id = '' }: Target, cascade: boolean): string {
  const words = [`openstack ${noun.command} delete`, ...(cascade ? ['--cascade'] : []), parent, id]
  return words.filter((one) => one !== undefined).join(' ')
}

function isCleared(name: string, value: unknown): boolean {
  if (value === null || (name === 'invert' && value === false)) return true
  if (name === 'name' || name === 'description') return value === ''
  return typeof value === 'object' && Object.keys(value).length === 0
}

function resetOf({ resets = {} }: Noun, name: string): string {
  if (name === 'tags') return '--all-tag'
  return resets[name] ?? `--${name.replaceAll('_', '-')}`
}

function written({ options = {} }: Noun, values: Values, without: readonly (string | undefined)[]): string[] {
  return Object.entries(values)
    .filter(([name, value]) => !without.includes(name) && !isEmpty(value))
    .flatMap(([name, value]) => {
      const write = options[name] ?? everywhere[name] ?? option(`--${name.replaceAll('_', '-')}`)
      return [...write(value)]
    })
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true
  return typeof value === 'object' && Object.keys(value).length === 0
}

function isValues(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** `key=value,key=value`, without those that have none. */
function pairs(values: Values): string {
  return Object.entries(values)
    .filter(([, value]) => textOf(value) !== '')
    .map(([key, value]) => `${key}=${textOf(value)}`)
    .join(',')
}

const neutron = /^\/network\/v2\.0\/(networks|subnets|floatingips)(?:\/([^/?]+))?$/

function networkCommand({ method, path, body }: ApiCall): string | null {
  const [, collection, id = ''] = neutron.exec(path) ?? []
  const noun = { networks: 'network', subnets: 'subnet', floatingips: 'floating ip' }[collection ?? '']
  if (noun === undefined) return null
  if (method === 'DELETE') return `openstack ${noun} delete ${shellWord(id)}`
  const values = Object.values((body ?? {}) as Record<string, unknown>)[0]
  if (!isValues(values)) return null
  if (collection === 'floatingips') return method === 'POST' ? floatingIp(values) : association(values, id)
  return method === 'POST' ? (collection === 'subnets' ? subnet(values) : network(values)) : null
}

function floatingIp({ floating_network_id, port_id, description, floating_ip_address }: Values): string {
  return shellLines([
    'openstack floating ip create',
    ...(isEmpty(port_id) ? [] : [shellOption('--port', textOf(port_id))]),
    ...(isEmpty(floating_ip_address) ? [] : [shellOption('--floating-ip-address', textOf(floating_ip_address))]),
    ...(isEmpty(description) ? [] : [shellOption('--description', textOf(description))]),
    shellWord(textOf(floating_network_id)),
  ])
}

function association({ port_id }: Values, id: string): string | null {
  if (port_id === undefined) return null
  return port_id === null
    ? `openstack floating ip unset --port ${shellWord(id)}`
    : `openstack floating ip set --port ${shellWord(textOf(port_id))} ${shellWord(id)}`
}

function network({ name, 'router:external': external }: Values): string {
  return shellLines([
    'openstack network create',
    external === true ? '--external' : '--internal',
    shellWord(textOf(name)),
  ])
}

function subnet({ name, network_id, cidr, ip_version, gateway_ip, allocation_pools = [] }: Values): string {
  const pools = allocation_pools as readonly { start: string; end: string }[]
  return shellLines([
    'openstack subnet create',
    shellOption('--network', textOf(network_id)),
    shellOption('--subnet-range', textOf(cidr)),
    ...(ip_version === 6 ? ['--ip-version 6'] : []),
    ...(gateway_ip === null
      ? ['--gateway none']
      : isEmpty(gateway_ip)
        ? []
        : [shellOption('--gateway', textOf(gateway_ip))]),
    ...pools.map(({ start, end }) => shellOption('--allocation-pool', `start=${start},end=${end}`)),
    shellWord(textOf(name)),
  ])
}
