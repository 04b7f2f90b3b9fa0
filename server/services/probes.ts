import { randomUUID } from 'node:crypto'
import {
  type HttpAnswer,
  type Probe,
  type ProbeOutcome,
  type ProbeResult,
  probeOutcomes,
} from 'model/contract/desired-state'
import type { RecentRequest } from 'model/contract/recent-request'
import { DomainError } from 'model/errors'
import { canonicalAddress } from 'model/kit/addresses'
import { address, port } from 'model/kit/values'
import type { HttpRequest } from 'model/l7/request'
import { z } from 'zod'
import { bus } from '../bus.ts'
import { clock } from '../clock.ts'
import { processwide } from '../process.ts'
import type { Actor } from './actor.ts'
import { isAnyConnected } from './engines.ts'
import { accepted, parsed } from './parse.ts'
import { allow } from './policy.ts'

export type ConnectionTest = {
  readonly outcome: ProbeOutcome
  /** The outcome in words. */
  readonly message: string
  readonly duration_ms: number
  /** The system's word: ECONNREFUSED. */
  readonly code: string | null
}

/** How long a connection or a request may take, and how long the engine's answer may take besides. In milliseconds. */
const patience = { connection: 3_000, request: 5_000, memory: 0, answer: 5_000 }
/** How much of an answer's body is read. */
const mostBytes = 65_536
/** More at once would make a port scanner of this. */
const probesAtOnce = 64

type Waiting = { readonly probe: Probe; isHandedOut: boolean; readonly answer: (result: ProbeResult | null) => void }
const waiting = () => processwide('probes', () => new Map<string, Waiting>())

export const target = z.strictObject({ address: address.accepts, port: port.accepts })
/** The metadata service of clouds: it answers machines, and nobody else shall ask it through them. */
const refusedAddress = '169.254.169.254'

/** Opens a connection from where the data plane stands. `input` is { address, port }. @throws unsupported when no engine is connected */
export async function testConnection(actor: Actor, input: unknown): Promise<ConnectionTest> {
  allow(actor, 'probe', actor.project_id)
  const { address: to, port: at } = accepted(parsed(target, input))
  if (canonicalAddress(to) === refusedAddress) {
    throw new DomainError('invalid', `${to} is not a valid option for member address`, [
      { about: 'address', message: 'Use the address of a server' },
    ])
  }
  const { outcome, duration_ms, code } = await ask({
    id: randomUUID(),
    kind: 'connection',
    address: to,
    port: at,
    timeout_ms: patience.connection,
  })
  return { outcome, message: probeOutcomes[outcome], duration_ms, code }
}

/** What came of a request; the answer is null when none came, and the outcome says why. */
export type SentRequest = ConnectionTest & { readonly answer: HttpAnswer | null }

/** Sends a request from where the data plane stands. The caller has made sure that the actor may, and that the address is a VIP of theirs. */
export async function sendProbe(
  to: { readonly address: string; readonly port: number; readonly listener_id: string },
  request: HttpRequest,
): Promise<SentRequest> {
  const { method, path, query, source, body } = request
  const headers = request.headers.map(([name, value]): [string, string] => [name, value])
  const { outcome, duration_ms, code, answer } = await ask({
    id: randomUUID(),
    kind: 'http',
    ...to,
    timeout_ms: patience.request,
    max_bytes: mostBytes,
    request: { method, path, query, headers, source, body },
  })
  return { outcome, message: probeOutcomes[outcome], duration_ms, code, answer }
}

/** What a listener was asked lately, as the engine remembers it. The caller has made sure that the actor may know. */
export async function recall(listener_id: string): Promise<readonly RecentRequest[]> {
  const { recent } = await ask({ id: randomUUID(), kind: 'recent', listener_id, timeout_ms: patience.memory })
  return recent
}

/** @throws unsupported when no engine is connected, or none answers in time; busy when too many ask */
async function ask(probe: Probe): Promise<ProbeResult> {
  if (!isAnyConnected()) {
    throw new DomainError(
      'unsupported',
      'No engine is connected, so nobody can open this connection. Start the engine and test again.',
    )
  }
  if (waiting().size >= probesAtOnce)
    throw new DomainError('busy', 'Too many connection tests are under way. Try again in a few seconds.')
  const result = await answerTo(probe)
  if (result !== null) return result
  throw new DomainError('unsupported', 'The engine did not answer in time. See whether it is running.')
}

function answerTo(probe: Probe): Promise<ProbeResult | null> {
  return new Promise((resolve) => {
    const cancel = clock().after(probe.timeout_ms + patience.answer, () => answer(null))
    const answer = (result: ProbeResult | null) => {
      cancel()
      waiting().delete(probe.id)
      resolve(result)
    }
    waiting().set(probe.id, { probe, isHandedOut: false, answer })
    bus().emit('desired')
  })
}

/** The questions that no engine has taken yet; whoever asks for them takes them. */
export function probesToHandOut(): Probe[] {
  const fresh = [...waiting().values()].filter((one) => !one.isHandedOut)
  for (const one of fresh) one.isHandedOut = true
  return fresh.map(({ probe }) => probe)
}

export function answerProbes(results: readonly ProbeResult[]): void {
  for (const result of results) waiting().get(result.id)?.answer(result)
}
