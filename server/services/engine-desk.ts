import type { DesiredState } from 'model/contract/desired-state'
import type { EngineState } from 'model/contract/live'
import type { Abilities } from 'model/contract/report'

/** Compares the bearer token of an engine in constant time. */
export function isEngineToken(token: string): boolean {
  throw new Error(`to come ${token}`)
}

export type DesiredQuery = { readonly after: number; readonly node: string; readonly contract: number }

/**
 * Everything that changed after a revision, as soon as there is something; null after 25 s without.
 * @throws conflict when the engine speaks another contract
 */
export async function desired(query: DesiredQuery, signal: AbortSignal): Promise<DesiredState | null> {
  throw new Error(`to come ${query} ${signal}`)
}

/** `input` is a Report. @throws invalid, conflict */
export async function takeReport(input: unknown): Promise<void> {
  throw new Error(`to come ${input}`)
}

/** `input` is a SampleBatch. @throws invalid */
export async function takeSamples(input: unknown): Promise<void> {
  throw new Error(`to come ${input}`)
}

export async function engineStates(): Promise<EngineState[]> {
  throw new Error('to come')
}

/** What the data plane can do, as the engine heard from last said; null before the first one came. */
export async function abilitiesNow(): Promise<Abilities | null> {
  throw new Error('to come')
}
