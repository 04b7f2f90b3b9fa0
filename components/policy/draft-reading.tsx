import type { Graph } from 'model/graph/graph'
import type { Listener } from 'model/resources/listener'
import { plural } from '../ui/format.ts'
import { type PolicyDraft, valuesOf } from './draft.ts'
import { policyRow, ruleRow } from './draft-issues.ts'
import { entryMaker } from './entries.ts'
import { isShared, rulesIn } from './policy-calls.ts'
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
  const entry = entryMaker(graph)(policyRow(first, listener.id), rulesIn(first).map(ruleRow))
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
  return rulesIn(draft).every((one) => valuesOf(one).length > 0) && isAimed(draft)
}

function isAimed(draft: PolicyDraft): boolean {
  switch (draft.action) {
    case 'REDIRECT_TO_POOL':
      return isShared(draft)
        ? draft.redirect_pools_config.every((one) => one.pool_id !== null && typeof one.weight === 'number')
        : draft.redirect_pool_id !== null
    case 'REDIRECT_TO_LISTENER':
      return draft.redirect_listener_id !== null
    case 'FIXED_RESPONSE':
      return draft.fixed_response_config.status_code !== ''
    default:
      return true
  }
}
