import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { backendAddress } from './own-networks.ts'

export type Backend = {
  readonly name: string
  readonly address: string
  readonly port: number
  /** Requests answered, health checks left out. */
  readonly served: () => number
  /** Closes the port, with every connection: what a crash looks like from outside. */
  readonly kill: () => Promise<void>
  /** Listens again on the same port. */
  readonly revive: () => Promise<void>
  /** From now on `/health` answers this code. */
  readonly answerHealthWith: (code: number) => void
}

let given = 0

/** A small web server on a loopback address of its own, which answers its name, and under `/tell/` what it was asked for. */
export async function startBackend(name: string): Promise<Backend> {
  given += 1
  const address = backendAddress(given)
  let served = 0
  let health = 200
  const server = createServer((request, response) => {
    if (request.url === '/health') {
      response.writeHead(health).end()
      return
    }
    served += 1
    response.writeHead(200, {
      'content-type': 'text/plain',
      'x-forwarded-for-seen': request.headers['x-forwarded-for'] ?? '',
    })
    response.end(request.url?.startsWith('/tell/') ? `${name} ${request.url}` : name)
  })
  const port = await listen(server, address, 0)
  return {
    name,
    address,
    port,
    served: () => served,
    kill: () => close(server),
    revive: async () => void (await listen(server, address, port)),
    answerHealthWith: (code) => {
      health = code
    },
  }
}

function listen(server: Server, address: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, address, () => resolve((server.address() as AddressInfo).port))
  })
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
