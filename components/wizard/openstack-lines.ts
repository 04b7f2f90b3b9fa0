import { leanValues } from '../forms/declared.ts'
import { offeredValues } from '../forms/offered.ts'
import { shellLines, shellOption } from '../forms/shell.ts'
import { textOf, type Values } from '../forms/values.ts'
import { type Draft, passesOn } from './draft.ts'
import { listenerValues, memberValues, monitorValues, poolValues } from './tree-body.ts'

/**
 * The draft as commands of the openstack client with its load balancer plugin. Ids are kept in variables, because names need
 * not be unique and may hold anything; `--wait` lets each command end when the data plane has confirmed it.
 */
export function openstackLines(draft: Draft): string {
  const loadBalancer = leanValues('load_balancer', offeredValues('load_balancer', draft.load_balancer))
  const commands = [
    keeping('LB_ID', ['openstack loadbalancer create', ...loadBalancerOptions(loadBalancer)]),
    keeping('LISTENER_ID', [
      'openstack loadbalancer listener create',
      ...listenerOptions(listenerValues(draft)),
      '"$LB_ID"',
    ]),
  ]
  return passesOn(draft) ? [...commands, ...poolCommands(draft)].join('\n') : commands.join('\n')
}

function poolCommands(draft: Draft): string[] {
  const commands = [
    keeping('POOL_ID', [
      'openstack loadbalancer pool create',
      ...poolOptions(poolValues(draft)),
      '--listener "$LISTENER_ID"',
    ]),
    ...memberValues(draft).map((member) =>
      shellLines(['openstack loadbalancer member create', ...memberOptions(member), '--wait', '"$POOL_ID"']),
    ),
  ]
  if (!draft.hasMonitor) return commands
  const monitor = ['openstack loadbalancer healthmonitor create', ...monitorOptions(monitorValues(draft))]
  return [...commands, shellLines([...monitor, '--wait', '"$POOL_ID"'])]
}

/** A command whose result's id a later one needs. */
function keeping(variable: string, words: readonly string[]): string {
  return `${variable}=$(${shellLines([...words, '--wait', '-f value -c id'])})`
}

function loadBalancerOptions(values: Values): string[] {
  const additional = (values['additional_vips'] ?? []) as readonly Values[]
  return [
    ...given(values, { name: '--name', description: '--description' }),
    ...given(values, { vip_subnet_id: '--vip-subnet-id', vip_address: '--vip-address' }),
    ...given(values, { flavor_id: '--flavor', availability_zone: '--availability-zone' }),
    ...additional.map((vip) =>
      shellOption('--additional-vip', pairs({ 'subnet-id': vip['subnet_id'], 'ip-address': vip['ip_address'] })),
    ),
    ...switchOptions(values),
  ]
}

function listenerOptions(values: Values): string[] {
  const headers = (values['insert_headers'] ?? {}) as Values
  const networks = (values['allowed_cidrs'] ?? []) as readonly string[]
  return [
    ...given(values, { name: '--name', description: '--description', protocol: '--protocol' }),
    ...given(values, { protocol_port: '--protocol-port', connection_limit: '--connection-limit' }),
    ...(Object.keys(headers).length > 0 ? [shellOption('--insert-headers', pairs(headers))] : []),
    ...networks.map((network) => shellOption('--allowed-cidr', network)),
    ...given(values, {
      timeout_client_data: '--timeout-client-data',
      timeout_member_connect: '--timeout-member-connect',
      timeout_member_data: '--timeout-member-data',
      timeout_tcp_inspect: '--timeout-tcp-inspect',
    }),
    ...switchOptions(values),
  ]
}

function poolOptions(values: Values): string[] {
  const persistence = values['session_persistence'] as Values | null | undefined
  return [
    ...given(values, { name: '--name', description: '--description', protocol: '--protocol' }),
    ...given(values, { lb_algorithm: '--lb-algorithm' }),
    ...(persistence ? [shellOption('--session-persistence', pairs(persistence))] : []),
    ...switchOptions(values),
  ]
}

function memberOptions(values: Values): string[] {
  return [
    ...given(values, { name: '--name', address: '--address', protocol_port: '--protocol-port', weight: '--weight' }),
    ...(values['backup'] === true ? ['--enable-backup'] : []),
    ...given(values, {
      monitor_address: '--monitor-address',
      monitor_port: '--monitor-port',
      subnet_id: '--subnet-id',
    }),
    ...switchOptions(values),
  ]
}

function monitorOptions(values: Values): string[] {
  return [
    ...given(values, { name: '--name', type: '--type', delay: '--delay', timeout: '--timeout' }),
    ...given(values, { max_retries: '--max-retries', max_retries_down: '--max-retries-down' }),
    ...given(values, { http_method: '--http-method', url_path: '--url-path', expected_codes: '--expected-codes' }),
    ...given(values, { http_version: '--http-version', domain_name: '--domain-name' }),
    ...switchOptions(values),
  ]
}

function switchOptions(values: Values): string[] {
  const tags = (values['tags'] ?? []) as readonly string[]
  return [...(values['admin_state_up'] === false ? ['--disable'] : []), ...tags.map((tag) => shellOption('--tag', tag))]
}

/** The options of those attributes that have a value. */
function given(values: Values, options: Readonly<Record<string, string>>): string[] {
  return Object.entries(options)
    .filter(([name]) => textOf(values[name]) !== '')
    .map(([name, option]) => shellOption(option, textOf(values[name])))
}

/** `key=value,key=value`, without those that have none. */
function pairs(values: Values): string {
  return Object.entries(values)
    .filter(([, value]) => textOf(value) !== '')
    .map(([key, value]) => `${key}=${textOf(value)}`)
    .join(',')
}
