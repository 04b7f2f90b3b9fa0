import { connect, type Socket } from 'node:net'
import { vip } from '../compiled-haproxy.ts'

export type RawAnswer = {
  readonly status: number
  readonly headers: ReadonlyMap<string, string>
  /** Each character is a byte. */
  readonly body: string
}

/**
 * Sends requests as they are written, one after the other on one connection: Node's own client would refuse or repair the odd ones.
 * Connects again when the other side has closed.
 */
export class RawClient {
  #socket: Socket | null = null
  #text = ''
  #waiting: { readonly isHead: boolean; readonly resolve: (answer: RawAnswer) => void } | null = null
  readonly #port: number
  readonly #source: string

  constructor(port: number, source: string) {
    this.#port = port
    this.#source = source
  }

  /** The answer; status 0 where the connection was closed without one. */
  ask(request: string): Promise<RawAnswer> {
    return new Promise((resolve) => {
      this.#waiting = { isHead: request.startsWith('HEAD '), resolve }
      this.#socket ??= this.#connected()
      this.#socket.write(request, 'latin1')
    })
  }

  close(): void {
    this.#socket?.destroy()
  }

  #connected(): Socket {
    const socket = connect({ host: vip, port: this.#port, localAddress: this.#source })
    socket.setNoDelay(true)
    socket.setEncoding('latin1')
    socket.on('data', (chunk) => {
      this.#text += chunk
      this.#read()
    })
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      if (this.#socket === socket) this.#ended()
    })
    return socket
  }

  #read(): void {
    const end = this.#text.indexOf('\r\n\r\n')
    if (end < 0 || this.#waiting === null) return
    const [first = '', ...lines] = this.#text.slice(0, end).split('\r\n')
    const headers = new Map(lines.map(nameAndValue))
    const bodyLength = this.#waiting.isHead ? 0 : Number(headers.get('content-length') ?? 0)
    if (this.#text.length < end + 4 + bodyLength) return
    const body = this.#text.slice(end + 4, end + 4 + bodyLength)
    this.#text = this.#text.slice(end + 4 + bodyLength)
    if (headers.get('connection') === 'close') this.#forget()
    this.#answer({ status: Number(first.split(' ')[1]), headers, body })
  }

  #ended(): void {
    this.#forget()
    this.#answer({ status: 0, headers: new Map(), body: '' })
  }

  #forget(): void {
    this.#socket?.destroy()
    this.#socket = null
    this.#text = ''
  }

  #answer(answer: RawAnswer): void {
    const waiting = this.#waiting
    this.#waiting = null
    waiting?.resolve(answer)
  }
}

function nameAndValue(line: string): [name: string, value: string] {
  const colon = line.indexOf(':')
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
}
