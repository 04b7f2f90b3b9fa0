import { CircleCheck, CircleMinus, CircleX, Minus } from 'lucide-react'
import { type Graph, membersOf } from 'model/graph/graph'
import { ruleKinds } from 'model/l7/rule-kinds'
import { ruleSentence } from 'model/l7/sentence'
import { sharesInPercent } from 'model/l7/shares'
import Link from 'next/link'
import type { Walk, WalkStep } from '../api-answers.ts'
import { withPort } from '../forms/address-text.ts'
import { links } from '../links.ts'
import { classNames } from '../ui/class-names.ts'
import { plural } from '../ui/format.ts'
import { OperatingStatusMark } from '../ui/status.tsx'
import { AnswerView } from './answer-view.tsx'
import { ForwardedView } from './forwarded-view.tsx'
import { policyName, poolName } from './names.ts'
import { SharesBar } from './shares-bar.tsx'

/** The way of a request through the policies: where it ends, and why each one before took it or did not. */
export function WalkView({
  graph,
  walk,
  label = 'The walk',
}: {
  readonly graph: Graph
  readonly walk: Walk
  readonly label?: string
}) {
  const taken = walk.steps.findIndex((one) => one.isTaken)
  // What stands below the winner is not tried.
  const tried = taken < 0 ? walk.steps : walk.steps.slice(0, taken + 1)
  const untried = walk.steps.length - tried.length
  return (
    <section aria-label={label} className="grid gap-4">
      <Result graph={graph} walk={walk} />
      {walk.forwarded && <ForwardedView forwarded={walk.forwarded} method={null} />}
      {walk.steps.length > 0 && (
        <ol className="grid gap-3">
          {tried.map((step) => (
            <Step key={step.policy_id} graph={graph} step={step} />
          ))}
          {untried > 0 && (
            <li className="text-faint">{plural(untried, 'more policy', 'more policies')} below: not tried.</li>
          )}
        </ol>
      )}
    </section>
  )
}

/** More candidates say no more. */
const mostMembers = 10

const refusals = {
  reject: 'answered with 403',
  unavailable: 'answered with 503',
  closed: 'the connection is closed',
} as const

function Result({ graph, walk: { result } }: { readonly graph: Graph; readonly walk: Walk }) {
  const winner = 'policy_id' in result ? graph.l7_policies.find((one) => one.id === result.policy_id) : undefined
  const by = winner ? `Policy ${policyName(winner)} takes it: ` : 'No policy takes it: '
  if (result.kind === 'reject' || result.kind === 'unavailable' || result.kind === 'closed') {
    const reason = winner ? '' : ', there is no pool for it'
    return (
      <Outcome>
        {by}
        {refusals[result.kind]}
        {reason}.
      </Outcome>
    )
  }
  if (result.kind === 'redirect') {
    return (
      <Outcome>
        {by}redirected with {result.code} to <span className="wrap-anywhere font-mono">{result.location}</span>
      </Outcome>
    )
  }
  if (result.kind === 'answer') {
    return (
      <div className="grid gap-2">
        <Outcome>{by}the load balancer answers by itself.</Outcome>
        <AnswerView answer={result.answer} />
      </div>
    )
  }
  if (result.kind === 'split') return <SplitEnd graph={graph} pools={result.pools} by={by} />
  return <PoolEnd graph={graph} pool_id={result.pool_id} before={`${by}sent to ${winner ? '' : 'the default '}pool`} />
}

/** Which of them it is, chance says, or the cookie of the client. */
function SplitEnd({
  graph,
  pools,
  by,
}: {
  readonly graph: Graph
  readonly pools: readonly { readonly pool_id: string; readonly weight: number }[]
  readonly by: string
}) {
  const named = pools.map((one) => ({
    ...one,
    name: poolName(graph.pools.find((pool) => pool.id === one.pool_id) ?? null),
  }))
  const percents = sharesInPercent(pools.map((one) => one.weight))
  return (
    <div className="grid gap-3">
      <Outcome>{by}one of its pools gets it, by weight.</Outcome>
      <SharesBar shares={named} />
      {named.map(({ pool_id }, at) => (
        <PoolEnd key={pool_id} graph={graph} pool_id={pool_id} before={`${percents[at]} % to pool`} />
      ))}
    </div>
  )
}

function PoolEnd({
  graph,
  pool_id,
  before,
}: {
  readonly graph: Graph
  readonly pool_id: string
  readonly before: string
}) {
  const pool = graph.pools.find((one) => one.id === pool_id) ?? null
  const members = membersOf(graph, pool_id)
  return (
    <div className="grid gap-2">
      <Outcome>
        {before}{' '}
        {pool && (
          <Link
            href={links.pool(graph.load_balancer.id, pool.id)}
            className="font-medium text-accent-text underline-offset-2 hover:underline"
          >
            {poolName(pool)}
          </Link>
        )}
      </Outcome>
      <ul className="grid gap-1 pl-3 text-caption">
        {members.every((one) => one.operating_status === 'ERROR') && (
          <li className="text-warn">
            {members.length === 0 ? 'It has no members' : 'None of its members is up'}: it answers 503.
          </li>
        )}
        {members.slice(0, mostMembers).map((one) => (
          <li key={one.id} className="flex flex-wrap items-center gap-x-3">
            <span className="font-mono">{withPort(one.address, one.protocol_port)}</span>
            {one.name && <span className="min-w-0 break-words text-muted">{one.name}</span>}
            <OperatingStatusMark status={one.operating_status} />
          </li>
        ))}
        {members.length > mostMembers && (
          <li className="text-faint">{plural(members.length - mostMembers, 'more member')}</li>
        )}
      </ul>
    </div>
  )
}

function Outcome({ children }: { readonly children: React.ReactNode }) {
  return <p className="rounded-control border border-accent-mark bg-accent-soft px-3 py-2">{children}</p>
}

function Step({ graph, step }: { readonly graph: Graph; readonly step: WalkStep }) {
  const policy = graph.l7_policies.find((one) => one.id === step.policy_id)
  if (!policy) return null
  const verdict = step.isTaken ? 'takes it' : step.isSkipped ? 'passed over' : 'does not take it'
  const Mark = step.isTaken ? CircleCheck : step.isSkipped ? CircleMinus : CircleX
  return (
    <li className="grid gap-1">
      <p className="flex items-center gap-1.5">
        <Mark className={classNames('size-4 shrink-0', step.isTaken ? 'text-good' : 'text-faint')} aria-hidden />
        <span className="font-mono text-muted tabular-nums">{policy.position}</span>
        <span className="font-medium">{policyName(policy)}</span>
        <span className={step.isTaken ? 'text-good' : 'text-muted'}>{verdict}</span>
      </p>
      {step.reason && <p className="pl-5.5 text-caption text-muted">{step.reason}</p>}
      {!step.isSkipped && (
        <ul className="grid gap-0.5 pl-5.5 text-caption">
          {step.rules.map((one) => (
            <RuleFinding key={one.rule_id} graph={graph} finding={one} />
          ))}
        </ul>
      )}
    </li>
  )
}

/** What is tried here is sent without TLS, and no certificate with it. */
const untold = ', for a request that is tried shows no certificate'

function RuleFinding({ graph, finding }: { readonly graph: Graph; readonly finding: WalkStep['rules'][number] }) {
  const rule = graph.l7_rules.find((one) => one.id === finding.rule_id)
  if (!rule) return null
  const read = finding.texts.map((one) => one.text)
  const Mark = finding.holds ? CircleCheck : Minus
  return (
    <li className="flex items-start gap-1.5">
      <Mark className={classNames('mt-0.5 size-3 shrink-0', finding.holds ? 'text-good' : 'text-faint')} aria-hidden />
      <span className="min-w-0">
        <span className="wrap-anywhere">{ruleSentence(rule)}</span>
        <span className="text-muted">
          {finding.holds ? ': yes' : ': no'}
          {read.length > 0 ? ', it is ' : ruleKinds[rule.type].needsTls ? untold : ', there is none'}
          {read.length > 0 && <span className="wrap-anywhere font-mono">{clipped(read.join(' | '))}</span>}
        </span>
      </span>
    </li>
  )
}

/** A body may be long: what it begins with is enough to know it again. */
const mostCharacters = 300

function clipped(text: string): string {
  return text.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text
}
