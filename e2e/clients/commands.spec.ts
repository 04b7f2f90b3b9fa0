import { expect, test } from '../fixtures.ts'
import { runWith } from './terminal.ts'

/** What the openstack command prints for commands that are typed into its own prompt, one after the other. */
async function printed(url: string, commands: readonly string[]): Promise<string> {
  return runWith(url, ['openstack'], `${commands.join('\n')}\n`)
}

/** The JSON values among what is printed, in their order. */
function jsonIn(text: string): unknown[] {
  const blocks = text.match(/^[{[]\n[\s\S]*?^[}\]]$/gm) ?? []
  return blocks.map((block) => JSON.parse(block) as unknown)
}

test.afterEach(async ({ api }) => {
  await api.removeAll()
})

test('names, lower case, --wait, -c, -f and --long do what they do against OpenStack', async ({ product }) => {
  test.setTimeout(120_000)
  const output = await printed(product.url, [
    'loadbalancer create --name shop --vip-subnet-id private-subnet --wait -f json',
    'loadbalancer listener create --name web --protocol http --protocol-port 8081 --insert-headers X-Forwarded-For=true -f json shop',
    'loadbalancer pool create --name amber --protocol http --lb-algorithm least_connections --listener web --session-persistence type=HTTP_COOKIE -f json',
    'loadbalancer member create --name first --address 127.0.0.9 --protocol-port 8080 --weight 3 amber -f json',
    'loadbalancer member set --weight 0 amber first',
    'loadbalancer member show amber first -c name -c weight -f json',
    'loadbalancer healthmonitor create --name pulse --type tcp --delay 5 --timeout 2 --max-retries 3 amber -f json',
    'loadbalancer l7policy create --name secret --action reject web -f json',
    'loadbalancer l7rule create --type path --compare-type starts_with --value /secret secret -f json',
    'loadbalancer set --tag shop --description sells shop',
    'loadbalancer list --tags shop -f json',
    'loadbalancer unset --description shop',
    'loadbalancer show shop -c description -c tags -f json',
    'loadbalancer listener unset --insert-headers web',
    'loadbalancer listener list --loadbalancer shop -f json',
    'loadbalancer pool unset --session-persistence amber',
    'loadbalancer pool show amber -c session_persistence -c lb_algorithm -f json',
    'network list --external --long -f json',
    'subnet list --name private-subnet --long -f json',
    'loadbalancer provider list -f json',
  ])
  expect(jsonIn(output)).toEqual([
    expect.objectContaining({ name: 'shop', provisioning_status: 'ACTIVE', admin_state_up: true, provider: 'fulcrum' }),
    expect.objectContaining({
      protocol: 'HTTP',
      insert_headers: 'X-Forwarded-For=true',
    }),
    expect.objectContaining({
      lb_algorithm: 'LEAST_CONNECTIONS',
      session_persistence: expect.stringContaining('HTTP_COOKIE'),
    }),
    expect.objectContaining({ name: 'first', weight: 3, backup: false }),
    { name: 'first', weight: 0 },
    expect.objectContaining({ type: 'TCP', delay: 5, max_retries_down: 3 }),
    expect.objectContaining({ action: 'REJECT', position: 1 }),
    expect.objectContaining({ type: 'PATH', compare_type: 'STARTS_WITH', value: '/secret', invert: false }),
    [expect.objectContaining({ name: 'shop', operating_status: expect.any(String) })],
    { description: '', tags: 'shop' },
    [expect.objectContaining({ name: 'web', protocol_port: 8081 })],
    { session_persistence: null, lb_algorithm: 'LEAST_CONNECTIONS' },
    expect.arrayContaining([expect.objectContaining({ Name: 'public', 'Router Type': true })]),
    [expect.objectContaining({ Name: 'private-subnet', 'IP Version': 4 })],
    [expect.objectContaining({ name: 'fulcrum' })],
  ])
})

test('trees, statistics, a cascade that is waited for, and refusals in words', async ({ product, api }) => {
  test.setTimeout(120_000)
  const default_pool = { name: 'birch', protocol: 'HTTP', lb_algorithm: 'ROUND_ROBIN' }
  await api.create({
    name: 'tree',
    listeners: [{ name: 'front', protocol: 'HTTP', protocol_port: 8082, default_pool }],
  })
  const output = await printed(product.url, [
    'loadbalancer status show tree',
    'loadbalancer stats show tree -f json',
    'loadbalancer delete tree',
    'loadbalancer listener create --protocol http --protocol-port 8082 tree',
    'loadbalancer member create --address 127.0.0.999 --protocol-port 80 birch',
    'loadbalancer pool show nothing',
    'loadbalancer delete --cascade --wait tree',
    'loadbalancer list -f json',
  ])
  const [tree, statistics, ...rest] = jsonIn(output)
  expect(tree).toMatchObject({
    loadbalancer: { name: 'tree', listeners: [{ name: 'front', pools: [{ name: 'birch' }] }] },
  })
  expect(Object.keys(statistics as object).sort()).toEqual(
    ['active_connections', 'bytes_in', 'bytes_out', 'request_errors', 'total_connections'].sort(),
  )
  expect(rest).toEqual([])
  for (const sentence of [
    'it has children (HTTP 400)',
    'is already using protocol HTTP and protocol_port 8082 (HTTP 409) (Request-ID: req-',
    'Value should be IPv4 or IPv6 format (HTTP 400)',
    'Unable to locate nothing in pools',
  ]) {
    expect(output).toContain(sentence)
  }
})
