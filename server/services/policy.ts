import { type Deed, deeds, rolesAllow, rolesAllowSomewhere } from 'model/access/roles'
import { DomainError } from 'model/errors'
import type { Actor } from './actor.ts'

type Asker = Pick<Actor, 'project_id' | 'roles'>

/** Whether the actor may do this in a project; null is all projects. Who may do what is in model/access/roles. */
export function isAllowed(actor: Asker, deed: Deed, project_id: string | null): boolean {
  return rolesAllow(actor.roles, deed, { own_project: actor.project_id, project_id })
}

/** Refuses in Octavia's words. It does not say whether the row would have been there: it says the same to everybody. */
export function allow(actor: Asker, deed: Deed, project_id: string | null): void {
  if (!isAllowed(actor, deed, project_id)) throw forbidden()
}

/** Refuses whoever may not even begin: they could not do it in any project. */
export function allowBeginning(actor: Asker, deed: Deed): void {
  if (!rolesAllowSomewhere(actor.roles, deeds[deed].begins)) throw forbidden()
}

/** The only project whose rows the actor sees in lists, or null for all of them. */
export function visibleProject(actor: Asker, deed: Deed = 'read'): string | null {
  if (isAllowed(actor, deed, null)) return null
  allow(actor, deed, actor.project_id)
  return actor.project_id
}

export function forbidden(): DomainError {
  return new DomainError('forbidden', 'Policy does not allow this request to be performed.')
}
