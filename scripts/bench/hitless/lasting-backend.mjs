import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { loopbackAddress } from '../kit/addresses.mjs'
import { acceptOf, echoFrames } from './web-socket.mjs'

/**
 * A member for what lasts long: a download that ends when it is told to, and WebSockets that echo.
 * @typedef {object} LastingBackend
 * @property {import('../product/load-balancers.mjs').MemberPlace} place
 * @property {() => { sha256: string, bytes: number }} finishDownload says what has been sent
 */

const chunkMilliseconds = 50
const chunkBytes = 32_768

/**
 * @param {import('../kit/workplace.mjs').Workplace} workplace
 * @returns {Promise<LastingBackend>}
 */
export async function startLastingBackend(workplace) {
  const place = { name: 'lasting', address: loopbackAddress(200), port: 8080 }
  /** @type {ReturnType<typeof downloadTo> | null} */
  let download = null
  const server = createServer((request, response) => {
    if (request.url === '/download') download = downloadTo(response)
    else response.end('lasting\n')
  })
  server.on('upgrade', (request, socket) => {
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${acceptOf(request)}\r\n\r\n`,
    )
    echoFrames(socket)
  })
  server.listen(place.port, place.address)
  await once(server, 'listening')
  workplace.atEnd(() => {
    server.close()
    server.closeAllConnections()
  })
  return {
    place,
    finishDownload: () => {
      if (download === null) throw new Error('Nothing was downloaded.')
      return download.finish()
    },
  }
}

/**
 * Sends bytes that never repeat, slowly and without an end.
 * @param {import('node:http').ServerResponse} response
 */
function downloadTo(response) {
  const hash = createHash('sha256')
  let bytes = 0
  let chunk = Buffer.alloc(chunkBytes, 'download')
  const timer = setInterval(() => {
    const next = createHash('sha256').update(chunk).digest()
    chunk = Buffer.alloc(chunkBytes, next)
    hash.update(chunk)
    bytes += chunk.length
    response.write(chunk)
  }, chunkMilliseconds)
  response.on('close', () => clearInterval(timer))
  return {
    finish: () => {
      clearInterval(timer)
      response.end()
      return { sha256: hash.digest('hex'), bytes }
    },
  }
}
