import { randomBytes } from 'node:crypto'
import { clock, moment } from '../clock.ts'
import { findPersonWithRoles, saveToken } from '../store/accounts.ts'
import { database, inTransaction } from '../store/client.ts'
import { type ProjectOfPerson, projectsAmong } from './accounts.ts'
import { named, scopeOf, type TokenGrant, type UsedCredential } from './grants.ts'
import { type Naming, type Proof, type Proven, proven } from './proofs.ts'
import { hashOf } from './secrets.ts'
import { unauthenticated } from './unauthenticated.ts'

/** How long a token is good for, in milliseconds: six hours. */
const tokenMilliseconds = 21_600_000

/** In which project to act: `default` is the person's default project or else their first, `elsewhere` what is not a project here. */
export type Scope = 'default' | 'unscoped' | 'elsewhere' | { readonly project: Naming }

/** Checks who asks, and issues a token. @throws unauthenticated */
export async function issueToken(
  proofs: readonly Proof[],
  scope: Scope = 'default',
): Promise<TokenGrant & { readonly token: string }> {
  const all: Proven[] = []
  for (const proof of proofs) all.push(await proven(proof))
  const who = allTogether(all)
  const person = await findPersonWithRoles(database(), who.user_id)
  if (person === null || !person.enabled) throw unauthenticated()
  const project = projectFor(projectsAmong(person.assignments), scope, {
    ...who,
    default_project_id: person.default_project_id,
  })
  const token = randomBytes(32).toString('base64url')
  const end = moment(clock().now() + tokenMilliseconds)
  const stamp = {
    audit_id: randomBytes(16).toString('base64url'),
    issued_at: moment(),
    expires_at: who.not_after !== null && who.not_after < end ? who.not_after : end,
  }
  const row = {
    hash: hashOf(token),
    user_id: person.id,
    project_id: project?.id ?? null,
    methods: who.methods.join(','),
    application_credential_id: who.credential?.id ?? null,
    ...stamp,
  }
  await inTransaction((transaction) => saveToken(transaction, row))
  const { methods, credential } = who
  return { user: named(person), ...scopeOf(project), methods, credential, ...stamp, token }
}

/** Several proofs are one when they are all of the same person. */
function allTogether(all: readonly Proven[]): Proven {
  const [first] = all
  if (!first || all.some(({ user_id }) => user_id !== first.user_id)) throw unauthenticated()
  return {
    user_id: first.user_id,
    methods: [...new Set(all.flatMap(({ methods }) => methods))],
    credential: all.find(({ credential }) => credential !== null)?.credential ?? null,
    not_after: all.flatMap(({ not_after }) => not_after ?? []).sort()[0] ?? null,
  }
}

type Wishes = Pick<Proven, 'credential'> & { readonly default_project_id: string | null }

function projectFor(
  projects: readonly ProjectOfPerson[],
  scope: Scope,
  { credential, default_project_id }: Wishes,
): ProjectOfPerson | null {
  if (scope === 'elsewhere') throw unauthenticated()
  if (credential !== null) return projectOfCredential(projects, scope, credential)
  if (scope === 'unscoped') return null
  if (scope === 'default') return projects.find(({ id }) => id === default_project_id) ?? projects[0] ?? null
  const project = projects.find((one) => isNamed(one, scope.project))
  if (!project) throw unauthenticated()
  return project
}

/** A credential is scoped by itself: another project can be asked for, but not had. */
function projectOfCredential(
  projects: readonly ProjectOfPerson[],
  scope: Scope,
  { project_id, roles }: UsedCredential,
): ProjectOfPerson {
  const project = projects.find(({ id }) => id === project_id)
  const isWanted = project && (typeof scope === 'string' ? scope !== 'unscoped' : isNamed(project, scope.project))
  const kept = project?.roles.filter((role) => roles.includes(role)) ?? []
  if (!project || !isWanted || kept.length === 0) throw unauthenticated()
  return { ...project, roles: kept }
}

function isNamed(project: ProjectOfPerson, wanted: Naming): boolean {
  return wanted.id === undefined ? project.name === wanted.name : project.id === wanted.id
}
