import { createServer } from 'node:net'
import type { Api } from './api.ts'

/** Two workers run side by side, and one that takes the place of another has its number. */
const worker = Number(process.env['TEST_PARALLEL_INDEX'] ?? 0)
/** The workers of a run have one parent; another run on this machine most likely has another number. */
const run = process.ppid % 20
const place = run * 2 + worker

/** The second numbers of the three loopback networks that this worker has for itself: 127.100.0.0/16 to 127.219.0.0/16. */
const [ours, theirs, theOthers] = [100, 101, 102].map((first) => first + place * 3)
const blocks: Readonly<Record<string, number | undefined>> = {
  'private-subnet': ours,
  'public-net': theirs,
  public: theOthers,
}

/** Where the product of this worker serves its console and its APIs. */
export const productHost = `127.${ours}.0.2`

/** The address of the first load balancer. */
export const firstVip = `127.${ours}.0.10`

/** A range in the middle of the subnet of the load balancers. */
export const takenRange = `127.${ours}.4.0/24`

/** The addresses of the backends that this worker starts. */
export const backendAddress = (number: number) => `127.77.${place}.${number}`

type Subnet = {
  readonly id: string
  readonly name: string
  readonly network_id: string
  readonly cidr: string
  readonly ip_version: number
}

/**
 * Moves the subnets that every product begins with to the addresses of this worker, so that two products that run side by side never
 * ask for the same address, whatever ports their stories listen on.
 */
export async function moveNetworks(api: Api): Promise<void> {
  const { subnets } = await api.call<{ subnets: readonly Subnet[] }>('GET', '/network/v2.0/subnets')
  for (const { id, name, network_id, ip_version, cidr } of subnets) {
    const block = blocks[name]
    await api.call('DELETE', `/network/v2.0/subnets/${id}`)
    const subnet = { name, network_id, ip_version, cidr: block === undefined ? cidr : `127.${block}.0.0/16` }
    await api.call('POST', '/network/v2.0/subnets', { subnet })
  }
}

/** The port, or one beyond those that only root may have, where the tests are run by somebody else. */
export function lowPort(port: number): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(8_000 + port))
    server.listen(port, productHost, () => server.close(() => resolve(port)))
  })
}
