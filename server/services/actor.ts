/** What a person may do in a project. */
export const roles = ['admin', 'member', 'reader'] as const
export type Role = (typeof roles)[number]

/** On whose behalf something is done, in which project, and which request it is. */
export type Actor = {
  readonly user_id: string
  readonly user_name: string
  readonly project_id: string
  readonly project_name: string
  readonly roles: readonly Role[]
  readonly via: 'session' | 'token' | 'system'
  readonly request_id: string
  /** Why a change shall be made although route tests turn red. */
  readonly override?: string | undefined
}
