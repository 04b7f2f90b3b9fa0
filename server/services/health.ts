export type Health = {
  /** Whether traffic can be served: the database answers and an engine is connected. */
  readonly is_ready: boolean
  /** Why not, in words. */
  readonly reason: string | null
  readonly control_plane: 'ok'
  readonly database: 'ok' | 'unreachable'
  readonly engines: readonly {
    readonly node: string
    readonly connected: boolean
    readonly haproxy: string | null
    readonly revision: number
  }[]
}

export async function health(): Promise<Health> {
  throw new Error('to come')
}
