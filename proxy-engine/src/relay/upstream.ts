import { createSocket } from 'node:dgram'
import { isIPv6 } from 'node:net'

/** One session's socket to its member. */
export type Upstream = { readonly send: (message: Buffer) => void; readonly close: () => void }

type Handlers = { readonly onAnswer: (message: Buffer) => void; readonly onError: (code: string | undefined) => void }

/** Datagrams that may wait while the socket is being opened, which takes less than a millisecond. */
const mostWaiting = 64

/** Connected, so that the system passes on what comes from this member alone, and tells when nobody listens there. */
export function openUpstream(
  { address, port }: { readonly address: string; readonly port: number },
  { onAnswer, onError }: Handlers,
): Upstream {
  const socket = createSocket({ type: isIPv6(address) ? 'udp6' : 'udp4', lookup: noLookup })
  let waiting: Buffer[] | null = []
  let isClosed = false
  const onSent = (error: NodeJS.ErrnoException | null) => {
    if (error !== null && !isClosed) onError(error.code)
  }
  socket.on('message', onAnswer)
  socket.on('error', (error: NodeJS.ErrnoException) => isClosed || onError(error.code))
  socket.connect(port, address, ((error?: NodeJS.ErrnoException) => {
    if (isClosed) return
    if (error) onError(error.code)
    else for (const message of waiting ?? []) socket.send(message, onSent)
    waiting = error ? [] : null
  }) as () => void)
  return {
    send: (message) => {
      if (waiting === null) socket.send(message, onSent)
      else if (waiting.length < mostWaiting) waiting.push(message)
      else onError('ENOBUFS')
    },
    close: () => {
      if (isClosed) return
      isClosed = true
      socket.close()
    },
  }
}

/** Members and clients are addresses: there is nothing to look up. */
export function noLookup(
  address: string,
  _options: unknown,
  done: (error: NodeJS.ErrnoException | null, address: string, family: number) => void,
): void {
  done(null, address, isIPv6(address) ? 6 : 4)
}
