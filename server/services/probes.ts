import type { ProbeOutcome } from 'model/contract/desired-state'
import type { Actor } from './actor.ts'

export type ConnectionTest = {
  readonly outcome: ProbeOutcome
  /** The outcome in words. */
  readonly message: string
  readonly duration_ms: number
  /** The system's word: ECONNREFUSED. */
  readonly code: string | null
}

/** Opens a connection from where the data plane stands. `input` is { address, port }. @throws unsupported when no engine is connected */
export async function testConnection(actor: Actor, input: unknown): Promise<ConnectionTest> {
  throw new Error(`to come ${actor} ${input}`)
}
