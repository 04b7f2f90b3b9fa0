// node scripts/bench/data-plane/node-tcp-relay.mjs ADDRESS PORT MEMBER...
// The TCP relay that a person writes in Node in an hour.
import { connect, createServer } from 'node:net'

const [address = '', port, ...places] = process.argv.slice(2)
let turn = 0

function nextMember() {
  turn = (turn + 1) % places.length
  const [host, memberPort] = (places[turn] ?? '').split(':')
  return { host, port: Number(memberPort) }
}

const server = createServer((client) => {
  const member = connect(nextMember())
  client.pipe(member).pipe(client)
  for (const socket of [client, member]) {
    socket.on('error', () => {
      client.destroy()
      member.destroy()
    })
  }
})
server.listen({ host: address, port: Number(port), backlog: 4096 })
