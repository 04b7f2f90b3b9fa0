import type { Graph } from 'model/graph/graph'
import type { Listener } from 'model/resources/listener'
import { plural } from '../ui/format.ts'
import type { PolicyDraft } from './draft.ts'
import { policyRow, ruleRow } from './draft-issues.ts'
import { PolicySentence } from './policy-sentence.tsx'

/** The draft read aloud, as its card will say it. */
export function DraftReading({
  graph,
  listener,
  drafts,
}: {
  readonly graph: Graph
  readonly listener: Listener
  /** One at least; the others differ from it in a host. */
  readonly drafts: readonly PolicyDraft[]
}) {
  const [first] = drafts
  if (!first || !isReadable(first)) return null
  const pool = graph.pools.find((one) => one.id === first.redirect_pool_id) ?? null
  const entry = { policy: policyRow(first, listener.id), rules: first.rules.map(ruleRow), pool }
  return (
    <div>
      <PolicySentence entry={entry} />
      {drafts.length > 1 && (
        <p className="text-muted">
          and {plural(drafts.length - 1, 'more policy', 'more policies')} like it, one per host
        </p>
      )}
    </div>
  )
}

/** A sentence with holes in it helps nobody. */
function isReadable(draft: PolicyDraft): boolean {
  return (
    draft.rules.every((one) => one.value !== '') &&
    (draft.action !== 'REDIRECT_TO_POOL' || draft.redirect_pool_id !== null)
  )
}
