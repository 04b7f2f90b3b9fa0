import { leanValues } from '../forms/declared.ts'
import { offeredValues } from '../forms/offered.ts'
import { shellLines, shellOption, shellWord } from '../forms/shell.ts'
import { textOf, type Values } from '../forms/values.ts'
import { type Draft, passesOn } from './draft.ts'
import { listenerValues, memberValues, monitorValues, poolValues, redirectParts } from './tree-body.ts'

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
  const behind = passesOn(draft) ? poolCommands(draft) : []
  return [...commands, ...behind, ...redirectCommands(draft)].join('\n')
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

/** What sends the clients of port 80 to the listener. */
function redirectCommands(draft: Draft): string[] {
  const parts = redirectParts(draft)
  if (parts === null) return []
  const { listener, policy, rule } = parts
  const { redirect_prefix, redirect_http_code } = policy
  const create = 'openstack loadbalancer'
  return [
    keeping('HTTP_ID', [`${create} listener create`, ...listenerOptions(listener), '"$LB_ID"']),
    keeping('POLICY_ID', [
      `${create} l7policy create`,
      ...given(policy, { name: '--name', action: '--action' }),
      ...given(
        { redirect_prefix, redirect_http_code },
        {
          redirect_prefix: '--redirect-prefix',
          redirect_http_code: '--redirect-http-code',
        },
      ),
      ...switchOptions(policy),
      '"$HTTP_ID"',
    ]),
    shellLines([
      `${create} l7rule create`,
      ...given(rule, { type: '--type', compare_type: '--compare-type', value: '--value' }),
      '--wait',
      '"$POLICY_ID"',
    ]),
  ]
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
    ...tlsOptions(values),
    ...switchOptions(values),
  ]
}

function tlsOptions(values: Values): string[] {
  const listed = (name: string) => (values[name] ?? []) as readonly string[]
  const byName = listed('sni_container_refs')
  return [
    ...given(values, { default_tls_container_ref: '--default-tls-container-ref', tls_ciphers: '--tls-ciphers' }),
    ...(byName.length > 0 ? [`--sni-container-refs ${byName.map(shellWord).join(' ')}`] : []),
    ...listed('tls_versions').map((version) => shellOption('--tls-version', version)),
    ...listed('alpn_protocols').map((protocol) => shellOption('--alpn-protocol', protocol)),
    ...given(values, { hsts_max_age: '--hsts-max-age' }),
    ...(values['hsts_include_subdomains'] === true ? ['--hsts-include-subdomains'] : []),
    ...(values['hsts_preload'] === true ? ['--hsts-preload'] : []),
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
