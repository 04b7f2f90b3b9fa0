import { createServer } from 'node:net'
import { Api } from '../api.ts'

type Named = { readonly id: string; readonly name: string }

/**
 * Gives the product subnets of its own under the names of the default ones: the guides listen on ports that everybody wants, and
 * another product on this machine may have them on the default addresses.
 */
export async function onOwnNetworks(url: string): Promise<void> {
  const api = await Api.signIn(url)
  const { networks } = await api.call<{ networks: (Named & { subnets: string[] })[] }>('GET', '/network/v2.0/networks')
  const names = { private: 'private-subnet', public: 'public', 'public-net': 'public-net' } as const
  const first = 100 + (process.pid % 50) * 3
  for (const [at, [network, name]] of Object.entries(names).entries()) {
    const known = networks.find((one) => one.name === network)
    for (const id of known?.subnets ?? []) await api.call('DELETE', `/network/v2.0/subnets/${id}`)
    const subnet = { name, network_id: known?.id, cidr: `127.${first + at}.0.0/16`, ip_version: 4 }
    await api.call('POST', '/network/v2.0/subnets', { subnet })
  }
}

/** The port, or one beyond those that only root may have, where the tests are run by somebody else. */
export function lowPort(port: number): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(8_000 + port))
    server.listen(port, '127.99.0.1', () => server.close(() => resolve(port)))
  })
}
