import type { Role } from './actor.ts'

/** The cookie that says in which project a signed-in person works. */
export const projectCookie = 'fulcrum_project'

export type ProjectOfPerson = { readonly id: string; readonly name: string; readonly roles: readonly Role[] }
export type Person = {
  readonly id: string
  readonly name: string
  readonly is_admin: boolean
  readonly projects: readonly ProjectOfPerson[]
}
export type NamedPassword = { readonly name: string; readonly password: string }

/** Whether somebody can sign in at all. */
export async function isSetUp(): Promise<boolean> {
  throw new Error('to come')
}

/** The first account: administrator of the project `default`. @throws conflict when there is one, invalid with issues about `name` and `password` */
export async function createAdministrator(input: unknown): Promise<Person> {
  throw new Error(`to come ${input}`)
}

/** Checks the password and opens a session: the answer carries its Set-Cookie. @throws unauthenticated, in words for a person */
export async function signIn(input: unknown, request: Request): Promise<Headers> {
  throw new Error(`to come ${input} ${request.url}`)
}

/** Ends the session of the request: the answer carries the Set-Cookie that clears it. */
export async function signOut(request: Request): Promise<Headers> {
  throw new Error(`to come ${request.url}`)
}

/** Who is signed in by session cookie, or null. */
export async function personOf(request: Request): Promise<Person | null> {
  throw new Error(`to come ${request.url}`)
}

/** The project of a session: what the cookie names, if the person belongs to it, else the first. */
export function projectOf(person: Person, request: Request): ProjectOfPerson | null {
  throw new Error(`to come ${person} ${request.url}`)
}

/** The projects that a person may work in, by name. */
export async function projectsOf(user_id: string): Promise<ProjectOfPerson[]> {
  throw new Error(`to come ${user_id}`)
}

/** Better Auth's own routes, for /api/auth. */
export async function authRoutes(request: Request): Promise<Response> {
  throw new Error(`to come ${request.url}`)
}
