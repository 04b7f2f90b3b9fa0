import { type Backend, startBackend } from '../backend.ts'
import { expect, test } from '../fixtures.ts'
import { lowPort } from '../own-networks.ts'
import type { Product } from '../product.ts'
import { ask } from '../requests.ts'
import { until } from '../until.ts'
import { Terminal } from './terminal.ts'

// The commands are those of the guides of public clouds, word for word, but for addresses and ports of members.

let product: Product
let backends: Backend[]
const terminals: Terminal[] = []
/** 80 and 443 where this machine lets the data plane have them. */
let web: number
let secure: number

test.beforeAll(async ({ product: running }) => {
  product = running
  backends = await Promise.all(['one', 'two'].map(startBackend))
  web = await lowPort(80)
  secure = await lowPort(443)
})
test.afterAll(async ({ api }) => {
  for (const one of terminals) one.close()
  await api.removeAll()
  await Promise.all(backends.map((one) => one.kill()))
})

function terminal(client: 'cold' | 'warm' = 'cold'): Terminal {
  const one = new Terminal(product.url, client)
  terminals.push(one)
  return one
}

/** What answers at an address, once something does. */
async function answers(address: string, port: number, host = address): Promise<string> {
  let body = ''
  await until(
    async () => {
      const answer = await ask(`http://${address}:${port}/`, { headers: { host } }).catch(() => null)
      body = answer?.status === 200 ? answer.body : ''
      return body !== ''
    },
    { says: `an answer from ${address}:${port} for ${host}` },
  )
  return body
}

/** The names of the two that answer in alternation. */
async function alternation(address: string, port: number): Promise<string[]> {
  const first = await answers(address, port)
  const rest = [await answers(address, port), await answers(address, port), await answers(address, port)]
  return [first, ...rest]
}

/** What the other terminals change meanwhile may start another process, which begins its round anew. */
async function untilAlternating(address: string, port: number): Promise<void> {
  let names: string[] = []
  const alternates = async () => {
    names = await alternation(address, port)
    return new Set(names).size === 2 && names[0] === names[2] && names[1] === names[3]
  }
  await until(alternates, { says: () => `one and two in turns from ${address}:${port}, not ${names}` })
}

/** The dollar is the shell's. */
const createIn = (name: string) => `openstack loadbalancer create --vip-subnet-id \${SUBNET} --name ${name}`
const at = (one: number) => `--address ${backends[one]?.address} --protocol-port ${backends[one]?.port}`

test('layer 4, layer 7 and a redirect, typed in three terminals, while a fourth pastes everything at once', async () => {
  test.setTimeout(180_000)
  await Promise.all([
    layerFour(terminal()),
    layerSeven(terminal('warm')),
    redirect(terminal('warm')),
    pasted(terminal('warm')),
  ])
})

async function layerFour(shell: Terminal): Promise<void> {
  await shell.type('SUBNET=$(openstack subnet list --name private-subnet -f value -c ID)')
  const created = await shell.type(createIn('lb_test_1'))
  for (const attribute of ['vip_address', 'vip_port_id', 'provisioning_status', 'tags', 'additional_vips']) {
    expect(created).toMatch(new RegExp(`^\\| ${attribute} +\\|`, 'm'))
  }
  expect(await shell.type('openstack loadbalancer list')).toMatch(
    /^\| id +\| name +\| project_id +\| vip_address +\| provisioning_status +\| operating_status +\| provider +\|$/m,
  )
  const vip = await shell.type('VIP=$(openstack loadbalancer show lb_test_1 -f value -c vip_address); echo $VIP')
  for (const [name, port] of [
    ['80', web],
    ['443', secure],
  ] as const) {
    await shell.type(
      `openstack loadbalancer listener create --name ${name}_listener --protocol TCP --protocol-port ${port} lb_test_1`,
    )
    await shell.type(
      `openstack loadbalancer pool create --name ${name}_pool --listener ${name}_listener --protocol TCP --lb-algorithm ROUND_ROBIN`,
    )
    await shell.type(`openstack loadbalancer member create --name ${name}_member_1 ${at(0)} ${name}_pool`)
    expect(await answers(vip, port)).toBe('one')
    await shell.type(`openstack loadbalancer member create --name ${name}_member_2 ${at(1)} ${name}_pool`)
    await until(async () => new Set(await alternation(vip, port)).size === 2, { says: `both members at ${port}` })
  }
  await shell.type(
    'openstack loadbalancer healthmonitor create --name 80_healthcheck --delay 60 --timeout 20 --max-retries 2 --url-path /health --type http 80_pool',
  )
  await shell.type('FIP=$(openstack floating ip create public-net -f value -c floating_ip_address)')
  await shell.type('VIP_PORT_ID=$(openstack loadbalancer show lb_test_1 -f value -c vip_port_id)')
  expect(await shell.type('openstack floating ip set --port $VIP_PORT_ID $FIP')).toBe('')
  // It takes traffic the moment that the command has ended: nothing is waited for here.
  const floating = await shell.type('echo $FIP')
  for (const port of [web, secure]) {
    expect((await ask(`http://${floating}:${port}/`)).status).toBe(200)
    await untilAlternating(floating, port)
  }
  expect(await shell.type("openstack floating ip list | grep $VIP | awk '{print $4}'")).toBe(floating)
  await shell.type('openstack floating ip unset --port $FIP')
  await expect(ask(`http://${floating}:${web}/`)).rejects.toThrow('ECONNREFUSED')
  expect(await answers(vip, web)).toMatch(/one|two/)
}

async function layerSeven(shell: Terminal): Promise<void> {
  await shell.type('SUBNET=$(openstack subnet list --name private-subnet -f value -c ID)')
  await shell.type(createIn('lb_test_2'))
  await shell.type(
    `openstack loadbalancer listener create --name http_listener --protocol HTTP --protocol-port ${web} lb_test_2`,
  )
  const vip = await shell.type('openstack loadbalancer show lb_test_2 -f value -c vip_address')
  await shell.type(
    'openstack loadbalancer pool create --name http_pool --listener http_listener --protocol HTTP --lb-algorithm ROUND_ROBIN',
  )
  await shell.type(`openstack loadbalancer member create --subnet private-subnet ${at(0)} http_pool`)
  expect(await answers(vip, web, 'www2.example.com')).toBe('one')
  await shell.type(
    'openstack loadbalancer pool create --name http_pool_2 --loadbalancer lb_test_2 --protocol HTTP --lb-algorithm ROUND_ROBIN',
  )
  await shell.type(`openstack loadbalancer member create --subnet private-subnet ${at(1)} http_pool_2`)
  await shell.type(
    'openstack loadbalancer l7policy create --action REDIRECT_TO_POOL --redirect-pool http_pool_2 --name policy1 http_listener',
  )
  expect(await answers(vip, web, 'www2.example.com')).toBe('one')
  await shell.type(
    'openstack loadbalancer l7rule create --compare-type EQUAL_TO --type HOST_NAME --value www2.example.com policy1',
  )
  await until(async () => (await answers(vip, web, 'www2.example.com')) === 'two', { says: 'www2 to reach its pool' })
  expect(await answers(vip, web, 'www.example.com')).toBe('one')
  expect(await shell.type('openstack loadbalancer l7policy list -f value -c name -c action -c position')).toContain(
    'policy1 REDIRECT_TO_POOL 1',
  )
}

async function redirect(shell: Terminal): Promise<void> {
  await shell.type(
    `openstack loadbalancer create --vip-subnet-id private-subnet --name lb_test_3 && openstack loadbalancer listener create --name https_listener --protocol HTTPS --protocol-port ${secure} lb_test_3`,
  )
  const vip = await shell.type('openstack loadbalancer show lb_test_3 -f value -c vip_address')
  await shell.type(
    `openstack loadbalancer listener create --name redirect_listener --protocol HTTP --protocol-port ${web} lb_test_3`,
  )
  await until(async () => (await ask(`http://${vip}:${web}/`).catch(() => null))?.status === 503, {
    says: 'a listener without a pool to say so',
  })
  await shell.type(
    'openstack loadbalancer l7policy create --action REDIRECT_PREFIX --redirect-prefix https://whoogle.example.com --name redirect_policy redirect_listener',
  )
  await shell.type(
    'openstack loadbalancer l7rule create --compare-type EQUAL_TO --type HOST_NAME --value whoogle.example.com redirect_policy',
  )
  const curl = `curl -sI --resolve whoogle.example.com:${web}:${vip} http://whoogle.example.com:${web}/search?q=a`
  // The name is compared as the client sent it, without the port that belongs to the scheme.
  const head = () => shell.type(web === 80 ? curl : `${curl} -H 'Host: whoogle.example.com'`)
  await until(async () => (await head()).startsWith('HTTP/1.1 302'), { says: 'the redirect' })
  const lines = (await head()).split('\r\n').map((one) => one.toLowerCase())
  expect(lines).toContain('location: https://whoogle.example.com/search?q=a')
  expect(lines).toContain('content-length: 0')
  expect(lines).toContain('cache-control: no-cache')
}

/** Everything that the first guide types, pasted in one go, with its other ports and the other external network. The commands come faster than Python can start. */
async function pasted(shell: Terminal): Promise<void> {
  const ports = [web, 90 + web - 80] as const
  await shell.type(
    [
      'set -e',
      'SUBNET=$(openstack subnet list --name private-subnet -f value -c ID)',
      createIn('lb_pasted'),
      `openstack loadbalancer listener create --name first_listener --protocol tcp --protocol-port ${ports[0]} lb_pasted`,
      `openstack loadbalancer listener create --name second_listener --protocol tcp --protocol-port ${ports[1]} lb_pasted`,
      'openstack loadbalancer pool create --name first_pool --listener first_listener --protocol tcp --lb-algorithm round_robin',
      'openstack loadbalancer pool create --name second_pool --listener second_listener --protocol tcp --lb-algorithm round_robin',
      `openstack loadbalancer member create --name first_member_1 ${at(0)} first_pool`,
      `openstack loadbalancer member create --name first_member_2 ${at(1)} first_pool`,
      `openstack loadbalancer member create --name second_member_1 ${at(0)} second_pool`,
      `openstack loadbalancer member create --name second_member_2 ${at(1)} second_pool`,
      'openstack loadbalancer healthmonitor create --name first_check --delay 60 --timeout 20 --max-retries 2 --url-path /health --type http first_pool',
      'PASTED_FIP=$(openstack floating ip create public -f value -c floating_ip_address)',
      'VIP_PORT_ID=$(openstack loadbalancer show lb_pasted -f value -c vip_port_id)',
      'openstack floating ip set --port $VIP_PORT_ID $PASTED_FIP',
      'set +e',
    ].join('\n'),
  )
  const floating = await shell.type('echo $PASTED_FIP')
  for (const port of ports) await untilAlternating(floating, port)
}
