import { rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'

/** Answers scrapes that HAProxy passes on, over a socket in the engine's own folder: `GET /<load balancer id>`. */
export class MetricsServer {
  readonly #server: Server

  private constructor(server: Server) {
    this.#server = server
  }

  /** `textOf` gives the metrics of a load balancer, or null where there is no such one. What an earlier engine left is taken over. */
  static async open(socketPath: string, textOf: (loadbalancer_id: string) => string | null): Promise<MetricsServer> {
    await rm(socketPath, { force: true })
    const server = createServer((request, response) => {
      const text = textOf((request.url ?? '').slice(1))
      if (text === null) return void response.writeHead(404, { 'content-type': 'text/plain' }).end('Not served here.\n')
      response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4', 'cache-control': 'no-cache' }).end(text)
    })
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(socketPath, resolve)
    })
    return new MetricsServer(server)
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()))
    this.#server.closeAllConnections()
    await closed
  }
}
