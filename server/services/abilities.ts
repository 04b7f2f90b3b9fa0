import type { Abilities } from 'model/contract/report'
import { processwide } from '../process.ts'

/** What is taken for granted until an engine has said what its HAProxy can do. */
const presumed: Abilities = { haproxy: '2.6', ping: true, ipv6: true }

type Known = { abilities: Abilities | null }
const known = () => processwide('abilities', (): Known => ({ abilities: null }))

/** Keeps what the engine heard from last said. */
export function noteAbilities(abilities: Abilities): void {
  known().abilities = abilities
}

/** What the data plane can do, as an engine said; null before the first one came. */
export function abilitiesNow(): Abilities | null {
  return known().abilities
}

export function abilitiesInUse(): Abilities {
  return abilitiesNow() ?? presumed
}
