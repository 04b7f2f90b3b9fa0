import type { Issue } from 'model/errors'
import type { Graph } from 'model/graph/graph'
import type { Listener } from 'model/resources/listener'
import Link from 'next/link'
import { links } from '../links.ts'
import { FieldError } from '../ui/field.tsx'
import type { PolicyDraft } from './draft.ts'
import { ruleRow } from './draft-issues.ts'
import { policyName } from './names.ts'
import { rulesIn } from './policy-calls.ts'
import { twinOf } from './twin.ts'

/** What is wrong with all conditions together: another policy asks exactly the same. It is said as soon as it is so. */
export function AboutConditions({
  graph,
  listener,
  drafts,
  issues,
  policy_id,
}: {
  readonly graph: Graph
  readonly listener: Listener
  readonly drafts: readonly PolicyDraft[]
  readonly issues: readonly Issue[]
  readonly policy_id: string | null
}) {
  const issue = issues.find((one) => one.about === 'rules')
  if (!issue) return null
  const [twin] = drafts.flatMap(
    (one) => twinOf(graph, listener.id, { rules: rulesIn(one).map(ruleRow), policy_id }) ?? [],
  )
  return (
    <div aria-live="polite">
      <FieldError>
        {issue.message}{' '}
        {twin && (
          <Link
            href={links.policies(graph.load_balancer.id, listener.id, twin.id)}
            className="whitespace-nowrap font-medium underline underline-offset-2"
          >
            Open policy {policyName(twin)}
          </Link>
        )}
      </FieldError>
    </div>
  )
}
