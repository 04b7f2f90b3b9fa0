import { DomainError } from 'model/errors'
import type { Actor, Role } from './actor.ts'

/** Who may do what in the project that they act in. */
export const policies = {
  read: ['admin', 'member', 'reader'],
  change: ['admin', 'member'],
  probe: ['admin', 'member'],
} as const satisfies Record<string, readonly Role[]>
export type Deed = keyof typeof policies

/** Administrators act in every project; everybody else in their own. */
export function isAllowed(actor: Pick<Actor, 'project_id' | 'roles'>, deed: Deed, project_id: string): boolean {
  if (actor.roles.includes('admin')) return true
  const allowed: readonly Role[] = policies[deed]
  return actor.project_id === project_id && actor.roles.some((role) => allowed.includes(role))
}

/** Refuses in Octavia's words. It does not say whether the row would have been there: it says the same to everybody. */
export function allow(actor: Actor, deed: Deed, project_id: string): void {
  if (!isAllowed(actor, deed, project_id)) throw forbidden()
}

/** The only project whose rows the actor sees in lists, or null for all of them. */
export function visibleProject(actor: Actor): string | null {
  allow(actor, 'read', actor.project_id)
  return actor.roles.includes('admin') ? null : actor.project_id
}

export function forbidden(): DomainError {
  return new DomainError('forbidden', 'Policy does not allow this request to be performed.')
}
