import { engineStates } from './engines.ts'
import { isDatabaseReachable } from './start.ts'

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
  if (!(await isDatabaseReachable())) {
    const reason = 'The database does not answer. What the engines serve goes on; nothing can be changed.'
    return { is_ready: false, reason, control_plane: 'ok', database: 'unreachable', engines: [] }
  }
  const engines = (await engineStates()).map(({ node, connected, haproxy, revision }) => ({
    node,
    connected,
    haproxy,
    revision,
  }))
  const is_ready = engines.some(({ connected }) => connected)
  const reason = is_ready ? null : 'No engine is connected. Changes are kept and applied as soon as one is.'
  return { is_ready, reason, control_plane: 'ok', database: 'ok', engines }
}
