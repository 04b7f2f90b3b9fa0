import type { Actor } from './actor.ts'
import { forbidden } from './policy.ts'

/** A credential that leaks must not be able to make itself a successor. */
export function refuseRestricted({ credential }: Actor): void {
  if (credential && !credential.unrestricted) throw forbidden()
}
