import type { Listener } from 'model/resources/listener'
import type { Line } from './compiled.ts'
import { line } from './ir.ts'
import { expression, probeSocket } from './words.ts'

// How the engine asks a listener what it does with a request: over a unix socket in the engine's own folder, which nobody else can open.
// HAProxy tells on the answers to these connections alone; no client can ask for it, and no member sees that anybody did.

type Asked = {
  readonly listener: Pick<Listener, 'id' | 'allowed_cidrs' | 'protocol'>
  readonly mode: 'http' | 'tcp'
}

/** One that serves metrics does nothing with a request that anybody could ask about. */
function isAsked({ listener, mode }: Asked): boolean {
  return mode === 'http' && listener.protocol !== 'PROMETHEUS'
}

/** The header of an answer: the backend, or the frontend where none was chosen; the server, or `<NOSRV>`; the policy, or nothing. */
export const takenHeader = 'x-fulcrum-taken'

/** The client that the engine asks for is told by the PROXY protocol. */
export function probeBind(asked: Asked, about: string): Line[] {
  if (!isAsked(asked)) return []
  return [line(about, expression('bind'), probeSocket(asked.listener.id), expression('accept-proxy mode 600 id 1000'))]
}

/** Also on what HAProxy answers by itself. */
export function probeAnswer(asked: Asked, about: string): Line[] {
  if (!isAsked(asked)) return []
  return [
    line(
      about,
      expression('http-after-response set-header x-fulcrum-taken "%b %s %[var(txn.act),field(2,|)]" if { so_id 1000 }'),
    ),
  ]
}

/** Who asks over the socket has no address before the PROXY protocol has told it; then the same holds for it. */
export function allowedLine(asked: Asked, about: string): Line {
  if (!isAsked(asked)) return line(about, expression('tcp-request connection reject unless allowed'))
  return line(about, expression('tcp-request connection reject unless allowed || { so_id 1000 }'))
}

/** HAProxy goes through it after all `tcp-request connection`. */
export function probeAllowed(asked: Asked, about: string): Line[] {
  if (!isAsked(asked) || (asked.listener.allowed_cidrs ?? []).length === 0) return []
  return [line(about, expression('tcp-request session reject if { so_id 1000 } !allowed'))]
}
