// As much of RFC 6455 as two ends of ours need: short text frames, none of them fragmented.
import { createHash, randomBytes } from 'node:crypto'
import { request } from 'node:http'

const magic = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
const finalText = 0x81
const masked = 0x80

/** @param {import('node:http').IncomingMessage} incoming */
export function acceptOf(incoming) {
  return createHash('sha1').update(`${incoming.headers['sec-websocket-key']}${magic}`).digest('base64')
}

/**
 * @param {string} text at most 125 bytes
 * @param {Buffer} [mask] a client masks, a server does not
 */
function frame(text, mask) {
  const payload = Buffer.from(text)
  if (mask === undefined) return Buffer.concat([Buffer.from([finalText, payload.length]), payload])
  return Buffer.concat([Buffer.from([finalText, masked | payload.length]), mask, xor(payload, mask)])
}

/**
 * @param {Buffer} bytes
 * @param {Buffer} mask
 */
function xor(bytes, mask) {
  return bytes.map((byte, at) => byte ^ (mask[at % mask.length] ?? 0))
}

/**
 * Calls back with the text of each frame that arrives whole.
 * @param {import('node:stream').Duplex} socket
 * @param {(text: string) => void} onText
 */
function readFrames(socket, onText) {
  let pending = Buffer.alloc(0)
  socket.on('data', (chunk) => {
    pending = Buffer.concat([pending, chunk])
    for (let one = firstFrame(pending); one !== null; one = firstFrame(pending)) {
      pending = pending.subarray(one.length)
      onText(one.text)
    }
  })
}

/**
 * @param {Buffer} bytes
 * @returns {{ length: number, text: string } | null} null when it is not there to its end
 */
function firstFrame(bytes) {
  const second = bytes[1]
  if (second === undefined) return null
  const isMasked = (second & masked) !== 0
  const begin = isMasked ? 6 : 2
  const length = begin + (second & 0x7f)
  if (bytes.length < length) return null
  const payload = bytes.subarray(begin, length)
  return { length, text: (isMasked ? xor(Buffer.from(payload), bytes.subarray(2, 6)) : payload).toString() }
}

/** @param {import('node:stream').Duplex} socket of a server */
export function echoFrames(socket) {
  socket.on('error', () => socket.destroy())
  readFrames(socket, (text) => socket.write(frame(text)))
}

/**
 * @typedef {object} WebSocketClient
 * @property {(text: string) => void} send
 * @property {() => void} close
 *
 * @param {string} url
 * @param {{ onText: (text: string) => void, onEnd: (reason: string) => void }} events
 * @returns {Promise<WebSocketClient>}
 */
export function openWebSocket(url, { onText, onEnd }) {
  return new Promise((resolve, reject) => {
    const key = randomBytes(16).toString('base64')
    const asking = request(url, {
      headers: { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': key },
    })
    asking.on('error', reject)
    asking.on('response', (response) => reject(new Error(`No WebSocket was opened: ${response.statusCode}`)))
    asking.on('upgrade', (_response, socket) => {
      readFrames(socket, onText)
      socket.on('error', (error) => onEnd(error.message))
      socket.on('close', () => onEnd('closed'))
      resolve({ send: (text) => void socket.write(frame(text, randomBytes(4))), close: () => void socket.destroy() })
    })
    asking.end()
  })
}
