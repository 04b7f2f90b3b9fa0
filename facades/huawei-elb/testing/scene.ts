import { createServer, type IncomingHttpHeaders, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { People } from '@/server/testing/people.ts'
import { type Client, elbClient, must } from './elb.ts'

/** What a client gets. `member` is what the member that answered was asked, and null where none was. */
export type Seen = {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
  readonly member: { readonly pool: string; readonly url: string; readonly headers: IncomingHttpHeaders } | null
}
export type Sent = {
  readonly headers?: Readonly<Record<string, string>>
  readonly method?: string
  readonly body?: string
  /** The address of the client, in 127.0.0.0/8. */
  readonly from?: string
}

/** A load balancer made through ELB v3 with pools of one member each, on addresses and ports of this machine. */
export type Scene = {
  readonly elb: Client
  readonly id: string
  readonly vip: string
  /** By their names. */
  readonly pools: Readonly<Record<string, string>>
  readonly end: () => void
}

export async function makeScene(who: People, names: readonly string[]): Promise<Scene> {
  const elb = elbClient(who.project, { token: who.member })
  const made = must(201, await elb('POST', '/loadbalancers', { loadbalancer: { vip_subnet_cidr_id: who.subnet } }))
  const pools: Record<string, string> = {}
  const servers: Server[] = []
  for (const name of names) {
    const pool = { name, loadbalancer_id: made.id, protocol: 'HTTP', lb_algorithm: 'ROUND_ROBIN' }
    pools[name] = must(201, await elb('POST', '/pools', { pool })).id
    const server = await startMember(name)
    servers.push(server)
    const member = { address: '127.0.0.1', protocol_port: portOf(server) }
    must(201, await elb('POST', `/pools/${pools[name]}/members`, { member }))
  }
  const end = () => {
    for (const server of servers) {
      server.closeAllConnections()
      server.close()
    }
  }
  return { elb, id: made.id, vip: String(made['vip_address']), pools, end }
}

/** It answers with what it was asked. */
async function startMember(pool: string): Promise<Server> {
  const server = createServer(({ url, headers }, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'x-member': pool })
    response.end(JSON.stringify({ pool, url, headers }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

export function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}

export async function freePort(address: string): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, address, resolve))
  const port = portOf(server)
  await new Promise((resolve) => server.close(resolve))
  return port
}

export function ask(vip: string, port: number, path: string, sent: Sent = {}): Promise<Seen> {
  const { headers = {}, method = 'GET', from = '127.0.0.1', body = '' } = sent
  return new Promise((resolve, reject) => {
    const options = { host: vip, port, path, method, headers, localAddress: from, agent: false }
    const asked = request(options, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString()
        const member = 'x-member' in response.headers ? JSON.parse(text) : null
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text, member })
      })
    })
    asked.on('error', reject)
    asked.end(body)
  })
}

/** Waits until something is so, for ten seconds at most. A refused connection is a no. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000
  while (!(await isSo().catch(() => false))) {
    if (Date.now() > deadline) throw new Error(`Still not so after 10 s: ${isSo}`)
    await pause(20)
  }
}

/** Waits until the data plane runs what is stored. */
export function settled({ elb, id }: Scene): Promise<void> {
  return until(
    async () => (await elb('GET', `/loadbalancers/${id}`)).at('loadbalancer', 'provisioning_status') === 'ACTIVE',
  )
}
