import type { Graph } from 'model/graph/graph'
import { outcomeText } from 'model/l7/outcome'
import { shortId } from 'model/short-id'
import type { DraftWalk, Walk } from '../api-answers.ts'
import { Badge } from '../ui/badge.tsx'
import { classNames } from '../ui/class-names.ts'
import { policyName } from './names.ts'

/** Where a request ends now and with a draft, and the policies that see it in another way. */
export function WalkDifference({
  graph,
  drafted,
  running,
  draft,
}: {
  readonly graph: Graph
  /** The load balancer as it would be. */
  readonly drafted: Graph
  readonly running: Walk
  readonly draft: DraftWalk
}) {
  if (draft.walk === null || draft.difference === null) {
    return (
      <ul className="grid gap-1 text-muted">
        {draft.issues.map((one) => (
          <li key={`${one.about} ${one.message}`}>{one.message}</li>
        ))}
      </ul>
    )
  }
  const { walk, difference } = draft
  const isOther = difference.is_other_result
  return (
    <section aria-label="Now and with this change" className="grid gap-2">
      <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-3 gap-y-1">
        <dt className="text-muted">Now</dt>
        <dd className="wrap-anywhere">{outcomeText(running.result, graph)}</dd>
        <dt className="text-muted">With this change</dt>
        <dd className={classNames('wrap-anywhere', isOther && 'font-medium')}>
          {outcomeText(walk.result, drafted)}{' '}
          <Badge tone={isOther ? 'warn' : 'plain'}>{isOther ? 'Other result' : 'Same result'}</Badge>
        </dd>
      </dl>
      {difference.l7policies.length > 0 && (
        <div className="grid gap-0.5 text-caption">
          <p className="text-muted">Policies that see it in another way:</p>
          <ul className="grid gap-0.5">
            {difference.l7policies.map((id) => (
              <li key={id} className="wrap-anywhere">
                <span className="font-medium">{nameOf(id, drafted, graph)}</span>{' '}
                {changeText(verdictOf(running, id), verdictOf(walk, id))}
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  )
}

const verdicts = {
  absent: 'is not there',
  taken: 'takes it',
  skipped: 'is passed over',
  left: 'does not take it',
} as const
type Verdict = keyof typeof verdicts

function verdictOf(walk: Walk, id: string): Verdict {
  const step = walk.steps.find((one) => one.policy_id === id)
  if (!step) return 'absent'
  if (step.isTaken) return 'taken'
  return step.isSkipped ? 'skipped' : 'left'
}

function changeText(before: Verdict, after: Verdict): string {
  if (before === after) return `${verdicts[after]}, for other reasons`
  return `${verdicts[before]}, then ${verdicts[after]}`
}

function nameOf(id: string, ...graphs: readonly Graph[]): string {
  const policy = graphs.flatMap((one) => one.l7_policies).find((one) => one.id === id)
  return policy ? policyName(policy) : shortId(id)
}
