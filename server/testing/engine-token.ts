import { env } from '../env.ts'
import { keptSecret } from '../services/secrets.ts'

/** The token that engines show to this control plane. */
export function engineToken(): string {
  return env().engineToken ?? keptSecret('engine.token')
}
