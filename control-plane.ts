// The control plane: one HTTP server, where the API answers first and Next answers for the pages. `--dev` builds the pages as they are asked for.
import { createServer, type Server } from 'node:http'
import { parseArgs } from 'node:util'
import next from 'next'
import { answerApi } from './facades/front.ts'
import { env } from './server/env.ts'
import { end, start } from './server/services/start.ts'

// Longer than any load balancer or client in front keeps an idle connection, so that it is never we who close one
// while a request is on its way.
const keepAliveMilliseconds = 75_000

/** How long requests may go on once this program is told to stop, in milliseconds. Streams and long polls would go on for ever. */
const endMilliseconds = 3_000

/** Takes nothing new, lets the requests under way end, and keeps what was counted. */
async function stop(server: Server): Promise<void> {
  const cut = setTimeout(() => server.closeAllConnections(), endMilliseconds)
  await new Promise((resolve) => server.close(resolve))
  clearTimeout(cut)
  await end()
  process.exit(0)
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { dev: { type: 'boolean', default: false } } })
  const { host, port } = env()
  await start()
  const pages = next({ dev: values.dev, hostname: host, port })
  await pages.prepare()
  const answerPage = pages.getRequestHandler()

  const server = createServer((request, response) => {
    if (!answerApi(request, response)) void answerPage(request, response)
  })
  server.keepAliveTimeout = keepAliveMilliseconds
  let isStopping = false
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (!isStopping) void stop(server)
      isStopping = true
    })
  }
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
}

await main()
