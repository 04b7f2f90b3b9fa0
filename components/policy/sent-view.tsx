import { CircleAlert, CircleCheck, Info } from 'lucide-react'
import type { Graph } from 'model/graph/graph'
import { outcomeText } from 'model/l7/outcome'
import { shortId } from 'model/short-id'
import type { SentWalk } from '../api-answers.ts'
import { withPort } from '../forms/address-text.ts'
import { callName } from '../forms/use-changes.ts'
import { classNames } from '../ui/class-names.ts'
import { milliseconds } from '../ui/format.ts'
import { policyName, poolName } from './names.ts'

const verdicts = {
  agrees: { Mark: CircleCheck, box: 'bg-sunken', mark: 'text-good', note: 'text-muted' },
  differs: { Mark: CircleAlert, box: 'bg-bad-soft text-bad', mark: '', note: '' },
  unknown: { Mark: Info, box: 'bg-sunken', mark: 'text-faint', note: 'text-muted' },
} as const

/** What became of a request that was sent, and whether HAProxy did what the walk says. */
export function SentView({ graph, sent: { sent, walk, agrees } }: { readonly graph: Graph; readonly sent: SentWalk }) {
  const { answer } = sent
  const { Mark, box, mark, note } = verdicts[agrees === null ? 'unknown' : agrees ? 'agrees' : 'differs']
  return (
    <section aria-label="Sent for real" className={classNames('grid gap-0.5 rounded-control px-3 py-2', box)}>
      <p className="flex items-start gap-1.5">
        <Mark className={classNames('mt-0.5 size-4 shrink-0', mark)} aria-hidden />
        <span className="wrap-anywhere min-w-0">
          {answer === null
            ? `Nothing came back. ${sent.message}`
            : `${agreementText(graph, answer, { walk, agrees })} It was answered with ${answer.status} in ${milliseconds(sent.duration_ms)}.`}
        </span>
      </p>
      {agrees === false && <p className="pl-5.5">The walk says: {outcomeText(walk.result, graph)}.</p>}
      {sent.location !== null && <p className="wrap-anywhere pl-5.5 font-mono text-caption">{sent.location}</p>}
      <p className={classNames('pl-5.5 text-caption', note)}>
        It counts as a request of this listener, and of whatever took it.
      </p>
    </section>
  )
}

function agreementText(graph: Graph, answer: Answer, { walk, agrees }: Pick<SentWalk, 'walk' | 'agrees'>): string {
  if (agrees === null) return 'The engine can not tell which pool it was.'
  return agrees
    ? `HAProxy agrees: ${wayText(graph, answer, walk)}.`
    : `HAProxy did something else: ${wayText(graph, answer, null)}.`
}

type Answer = NonNullable<SentWalk['sent']['answer']>

/** "pool api, policy to-api, member 10.0.0.4:80". Where HAProxy did not tell, what the walk says that it confirmed. */
function wayText(graph: Graph, { status, taken }: Answer, walk: SentWalk['walk'] | null): string {
  if (taken === null) return walk === null ? `an answer with ${status}` : outcomeText(walk.result, graph)
  const pool = graph.pools.find((one) => one.id === taken.pool_id)
  const policy = graph.l7_policies.find((one) => one.id === taken.policy_id)
  const member = graph.members.find((one) => one.id === taken.member_id)
  const parts = [
    taken.pool_id === null ? `${status} without a pool` : `pool ${pool ? poolName(pool) : shortId(taken.pool_id)}`,
    taken.policy_id === null ? 'no policy' : `policy ${policy ? policyName(policy) : shortId(taken.policy_id)}`,
    ...(taken.pool_id === null ? [] : [member ? memberText(member) : 'no member']),
  ]
  return parts.join(', ')
}

function memberText(member: Graph['members'][number]): string {
  const place = withPort(member.address, member.protocol_port)
  return member.name ? `member ${callName(member)} (${place})` : `member ${place}`
}
