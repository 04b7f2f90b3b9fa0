import { addPerson, projectsOf } from '../services/accounts.ts'
import type { Actor } from '../services/actor.ts'
import { listSubnets } from '../services/networks.ts'
import { start } from '../services/start.ts'
import { issueToken } from '../services/tokens.ts'

/** People of two projects, their tokens, and the subnet that everybody uses. */
export type People = {
  /** Tokens: of an administrator, a member and a reader of `project`, and of a member of `otherProject`. */
  readonly admin: string
  readonly member: string
  readonly reader: string
  readonly stranger: string
  /** In `project` as well, with a role that gives no rights. */
  readonly outsider: string
  readonly administrator: { readonly id: string; readonly name: string; readonly password: string }
  readonly memberPerson: { readonly name: string; readonly password: string }
  readonly adminActor: Actor
  readonly memberActor: Actor
  readonly readerActor: Actor
  readonly strangerActor: Actor
  readonly project: string
  readonly otherProject: string
  /** `private-subnet`, 127.10.0.0/16. */
  readonly subnet: string
}

const password = 'correct horse battery staple'

/** Starts a control plane on the database of this test file, with people in it. */
export async function people(): Promise<People> {
  await start()
  const admin = await person('admin', 'default', 'admin')
  const member = await person('member', 'default', 'member')
  const reader = await person('reader', 'default', 'reader')
  const stranger = await person('stranger', 'others', 'member')
  const outsider = await person('outsider', 'default', 'auditor')
  const subnet = (await listSubnets(admin.actor)).find(({ name }) => name === 'private-subnet')
  return {
    admin: admin.token,
    member: member.token,
    reader: reader.token,
    stranger: stranger.token,
    outsider: outsider.token,
    administrator: { id: admin.actor.user_id, name: 'admin', password },
    memberPerson: { name: 'member', password },
    adminActor: admin.actor,
    memberActor: member.actor,
    readerActor: reader.actor,
    strangerActor: stranger.actor,
    project: admin.actor.project_id,
    otherProject: stranger.actor.project_id,
    subnet: subnet?.id ?? '',
  }
}

async function person(name: string, project: string, role: string): Promise<{ actor: Actor; token: string }> {
  const user_id = await addPerson({ name, password }, { project, role, onlyIfFirst: false })
  const [own] = await projectsOf(user_id)
  if (!own) throw new Error(`${name} has no project.`)
  const { token } = await issueToken([{ method: 'password', user: { name }, password }])
  const scope = { project_id: own.id, project_name: own.name, roles: own.roles }
  return { token, actor: { user_id, user_name: name, ...scope, via: 'token', request_id: `req-${name}` } }
}
