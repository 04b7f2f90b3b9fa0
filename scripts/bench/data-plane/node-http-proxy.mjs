// node scripts/bench/data-plane/node-http-proxy.mjs ADDRESS PORT MEMBER...
// The HTTP proxy that a person writes in Node in an afternoon.
import { Agent, createServer, request } from 'node:http'

const [address = '', port, ...places] = process.argv.slice(2)
const agent = new Agent({ keepAlive: true })
let turn = 0

function nextMember() {
  turn = (turn + 1) % places.length
  const [host, memberPort] = (places[turn] ?? '').split(':')
  return { host, port: Number(memberPort) }
}

/**
 * What belongs to one connection is not passed on; the other connection has its own.
 * @param {import('node:http').IncomingHttpHeaders} headers
 */
function passedOn({ connection: _connection, 'keep-alive': _keepAlive, ...headers }) {
  return headers
}

const server = createServer((incoming, outgoing) => {
  const headers = { ...passedOn(incoming.headers), 'x-forwarded-for': incoming.socket.remoteAddress }
  const onward = request(
    { ...nextMember(), method: incoming.method, path: incoming.url, agent, headers },
    (response) => {
      outgoing.writeHead(response.statusCode ?? 502, passedOn(response.headers))
      response.pipe(outgoing)
    },
  )
  onward.on('error', () => outgoing.destroy())
  incoming.pipe(onward)
})
server.listen({ host: address, port: Number(port), backlog: 4096 })
