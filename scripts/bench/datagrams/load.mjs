// node scripts/bench/datagrams/load.mjs ADDRESS PORT CLIENTS SECONDS
// Clients that each send a datagram, wait for its answer and send the next; says how many answers came, as JSON.
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'

const [address = '', port, clients, seconds] = process.argv.slice(2)
/** One that is lost is sent again after this, so that its client goes on. */
const patienceMilliseconds = 200
const payload = Buffer.alloc(100, 'x')
let answered = 0
let lost = 0

async function startClient() {
  const socket = createSocket('udp4')
  socket.connect(Number(port), address)
  await once(socket, 'connect')
  let heardAt = performance.now()
  socket.on('message', () => {
    answered += 1
    heardAt = performance.now()
    socket.send(payload)
  })
  socket.on('error', () => undefined)
  const again = setInterval(() => {
    if (performance.now() - heardAt < patienceMilliseconds) return
    lost += 1
    socket.send(payload)
  }, patienceMilliseconds)
  socket.send(payload)
  return () => {
    clearInterval(again)
    socket.close()
  }
}

const stops = await Promise.all(Array.from({ length: Number(clients) }, startClient))
await wait(300)
const begin = performance.now()
answered = 0
lost = 0
await wait(Number(seconds) * 1_000)
console.log(JSON.stringify({ perSecond: answered / ((performance.now() - begin) / 1_000), lost }))
for (const stop of stops) stop()
