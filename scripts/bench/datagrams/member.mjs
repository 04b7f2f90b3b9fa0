// node scripts/bench/datagrams/member.mjs ADDRESS PORT
// A member that sends every datagram back.
import { createSocket } from 'node:dgram'

const [address = '', port] = process.argv.slice(2)
const socket = createSocket('udp4')
socket.on('message', (message, from) => socket.send(message, from.port, from.address))
socket.bind(Number(port), address)
