// `npm run demo`: the product with three demo backends, an HTTP load balancer with policies, a TCP one, and gentle traffic.
// Everything goes through the public API, as a script of yours would; its state lives in data/demo, apart from yours.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { startBackends } from './demo-backends.mjs'
import { policies, routeTests } from './demo-policies.mjs'
import { startTraffic } from './demo-traffic.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const host = process.env.HOST ?? '127.0.0.1'
const port = process.env.PORT ?? '3000'
const base = `http://${host}:${port}`
const password = process.env.FULCRUM_ADMIN_PASSWORD ?? 'fulcrum-demo'

const product = spawn(process.execPath, ['scripts/start.mjs'], {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    FULCRUM_DATA_DIR: process.env.FULCRUM_DATA_DIR ?? 'data/demo',
    FULCRUM_ADMIN_PASSWORD: password,
  },
})
let isEnding = false
product.once('exit', (code) => process.exit(code ?? 1))
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    isEnding = true
    product.kill('SIGTERM')
  })
}

await until(async () => (await fetch(`${base}/healthz`)).ok)
const backends = await startBackends()
const token = await signIn()
const web = await ensureLoadBalancer('demo-web', webTree(backends.web))
await ensureRouteTests(web.id)
const lines = await ensureLoadBalancer('demo-lines', linesTree(backends.lines))
startTraffic({ web: { address: web.vip_address, port: 80 }, lines: { address: lines.vip_address, port: 7000 } })
console.log(`\nThe demo is running: ${base}  (sign in as admin, password ${password})`)
console.log(`  HTTP  curl http://${web.vip_address}/`)
console.log(
  `        curl -i -H 'Host: shop.example' http://${web.vip_address}/catalogue/lamps   (a policy redirects it)`,
)
console.log(`  TCP   echo hello | nc ${lines.vip_address} 7000\n`)

async function signIn() {
  const user = { name: 'admin', domain: { id: 'default' }, password }
  const scope = { project: { name: 'default', domain: { id: 'default' } } }
  const response = await fetch(`${base}/identity/v3/auth/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ auth: { identity: { methods: ['password'], password: { user } }, scope } }),
  })
  if (response.status === 201) return response.headers.get('x-subject-token')
  throw new Error(
    'The demo could not sign in: data/demo has another administrator password. Set FULCRUM_ADMIN_PASSWORD, or remove data/demo.',
  )
}

async function ensureLoadBalancer(name, tree) {
  const found = await call('GET', `/load-balancer/v2/lbaas/loadbalancers?name=${name}`)
  const [existing] = found.loadbalancers
  if (existing) return existing
  const subnets = await call('GET', '/network/v2.0/subnets?name=private-subnet')
  const body = { loadbalancer: { name, vip_subnet_id: subnets.subnets[0].id, tags: ['demo'], ...tree } }
  const { loadbalancer } = await call('POST', '/load-balancer/v2/lbaas/loadbalancers', body)
  await until(async () => {
    const { loadbalancer: now } = await call('GET', `/load-balancer/v2/lbaas/loadbalancers/${loadbalancer.id}`)
    if (now.provisioning_status === 'ERROR') throw new Error(`${name} was refused: ${now.status_reason}`)
    return now.provisioning_status === 'ACTIVE'
  })
  return loadbalancer
}

/** Where there are none yet; a route test is of the console's API. */
async function ensureRouteTests(loadbalancer_id) {
  const { listeners } = await call(
    'GET',
    `/load-balancer/v2/lbaas/listeners?loadbalancer_id=${loadbalancer_id}&name=web`,
  )
  const { pools } = await call('GET', `/load-balancer/v2/lbaas/pools?loadbalancer_id=${loadbalancer_id}`)
  const [listener] = listeners
  const idOf = (name) => pools.find((pool) => pool.name === name)?.id
  // A load balancer of an earlier demo, or one that somebody changed, is left as it is.
  if (!listener || routeTests.some(({ pool }) => pool !== undefined && !idOf(pool))) return
  const path = `/console/listeners/${listener.id}/route-tests`
  const { route_tests } = await call('GET', path)
  if (route_tests.length > 0) return
  for (const { name, url, headers = [], pool, expect = { kind: 'pool', pool_id: idOf(pool) } } of routeTests) {
    await call('POST', path, { route_test: { name, request: { url, headers }, expect } })
  }
}

function webTree([amber, birch, coral]) {
  return {
    description: 'Three web servers behind one address.',
    listeners: [
      {
        name: 'web',
        protocol: 'HTTP',
        protocol_port: 80,
        insert_headers: { 'X-Forwarded-For': 'true', 'X-Forwarded-Proto': 'true' },
        default_pool: webPool('web-servers', [amber, birch, coral]),
        l7policies: policies,
      },
    ],
    pools: [webPool('api-servers', [birch, coral]), webPool('next-version', [coral])],
  }
}

function webPool(name, members) {
  return {
    name,
    protocol: 'HTTP',
    lb_algorithm: 'ROUND_ROBIN',
    members: members.map(memberOf),
    healthmonitor: {
      name: `${name} health`,
      type: 'HTTP',
      delay: 3,
      timeout: 2,
      max_retries: 2,
      max_retries_down: 2,
      url_path: '/health',
    },
  }
}

function linesTree(members) {
  return {
    description: 'A line-echo service over plain TCP.',
    listeners: [
      {
        name: 'lines',
        protocol: 'TCP',
        protocol_port: 7000,
        default_pool: {
          name: 'line-servers',
          protocol: 'TCP',
          lb_algorithm: 'LEAST_CONNECTIONS',
          members: members.map(memberOf),
          healthmonitor: { name: 'connects', type: 'TCP', delay: 3, timeout: 2, max_retries: 2, max_retries_down: 2 },
        },
      },
    ],
  }
}

function memberOf({ name, address, port: protocol_port }) {
  return { name, address, protocol_port, weight: 1 }
}

async function call(method, path, body) {
  const response = await fetch(`${base}${path}`, {
    method,
    headers: { 'x-auth-token': token, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`)
  return JSON.parse(text)
}

/** Asks until the answer is yes; a refused connection is a no. Gives up with the product. */
async function until(isSo) {
  while (!isEnding) {
    try {
      if (await isSo()) return
    } catch (error) {
      if (error.cause?.code !== 'ECONNREFUSED') throw error
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
