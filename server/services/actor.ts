import type { Role } from 'model/access/roles'

/** On whose behalf something is done, in which project, and which request it is. */
export type Actor = {
  readonly user_id: string
  readonly user_name: string
  /** Empty for somebody who acts in no project; they have no roles then. */
  readonly project_id: string
  readonly project_name: string
  readonly roles: readonly Role[]
  readonly via: 'session' | 'token' | 'system'
  readonly request_id: string
  /** The application credential that speaks for them. An unrestricted one may make and revoke others. */
  readonly credential?: { readonly id: string; readonly unrestricted: boolean } | undefined
  /** Why a change shall be made although route tests turn red. */
  readonly override?: string | undefined
}
