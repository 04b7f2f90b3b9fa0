import type { Issue } from 'model/errors'
import type { Graph } from 'model/graph/graph'
import type { Listener } from 'model/resources/listener'
import type { PolicyDraft } from './draft.ts'

/** What every part of the panel is given. */
export type DraftFieldsProps = {
  readonly graph: Graph
  readonly listener: Listener
  readonly draft: PolicyDraft
  /** Those that are to be shown. */
  readonly issues: readonly Issue[]
  readonly onChange: (change: Partial<PolicyDraft>) => void
  readonly onLeave: (attribute: string) => void
}
