import { createServer } from 'node:http'
import { createServer as createTcpServer } from 'node:net'

const colours = ['amber', 'birch', 'coral']

/**
 * Three small web servers and three line-echo servers on loopback addresses, which need no set-up on Linux.
 * Each takes a little and varying time to answer; `/health` always answers 200, and one request in 200 fails, as life does.
 * @returns {Promise<{ web: { name: string, address: string, port: number }[], lines: { name: string, address: string, port: number }[]}>}
 */
export async function startBackends() {
  const web = []
  const lines = []
  for (const [at, name] of colours.entries()) {
    const address = `127.0.0.${201 + at}`
    const webServer = createServer((request, response) => answer(name, request, response))
    web.push({ name, address, port: await listening(webServer, address, 8080) })
    const lineServer = createTcpServer((socket) => {
      socket.on('data', (chunk) => socket.write(`${name}: ${chunk}`))
      socket.on('error', () => socket.destroy())
    })
    lines.push({ name, address, port: await listening(lineServer, address, 7070) })
  }
  return { web, lines }
}

function answer(name, request, response) {
  if (request.url === '/health') return void response.end('healthy!\n')
  const isUnlucky = Math.random() < 0.005
  const bytes = 200 + Math.floor(Math.random() * 4_000)
  setTimeout(
    () => {
      response.writeHead(isUnlucky ? 500 : request.url === '/missing' ? 404 : 200, { 'content-type': 'text/plain' })
      response.end(`${name} answers ${request.method} ${request.url}\n${'.'.repeat(bytes)}\n`)
    },
    2 + Math.random() * 18,
  )
}

/** Listens on the wished port, or on any free one when another program has it. */
function listening(server, address, port) {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      if (error.code !== 'EADDRINUSE' || port === 0) return reject(error)
      resolve(listening(server, address, 0))
    })
    server.listen(port, address, () => resolve(server.address().port))
  })
}
