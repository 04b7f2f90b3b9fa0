import { actionSentence, ruleWords } from 'model/l7/sentence'
import type { L7Rule } from 'model/resources/l7-rule'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { links } from '../links.ts'
import { classNames } from '../ui/class-names.ts'
import type { PolicyEntry } from './entries.ts'
import { poolName } from './names.ts'
import { PoolTrouble } from './pool-trouble.tsx'
import { usePoliciesTraffic } from './use-policy-traffic.tsx'

/** "IF host is www2.example.com and path starts with /api THEN send to pool api", with what is compared and where it goes set off. */
export function PolicySentence({ entry }: { readonly entry: PolicyEntry }) {
  const { policy, rules, pool } = entry
  return (
    <p className="min-w-0 break-words">
      <Keyword>if</Keyword>{' '}
      {rules.length === 0 && <span className="text-warn">nothing is asked: it takes no request</span>}
      {rules.map((rule, at) => (
        <span key={rule.id}>
          {at > 0 && <span className="text-muted"> and </span>}
          <RuleText rule={rule} />
        </span>
      ))}{' '}
      <Keyword>then</Keyword> <ActionWords policy={policy} pool={pool} />
    </p>
  )
}

function Keyword({ children }: { readonly children: ReactNode }) {
  return <span className="font-medium text-caption text-faint uppercase tracking-wide">{children}</span>
}

function RuleText({ rule }: { readonly rule: L7Rule }) {
  const { what, key, how, value } = ruleWords(rule)
  return (
    <span className={classNames(!rule.admin_state_up && 'text-faint line-through')}>
      {what} {key !== null && <Literal>{key}</Literal>} {how} <Literal>{value}</Literal>
      {!rule.admin_state_up && <span className="sr-only"> (switched off)</span>}
    </span>
  )
}

/** What somebody typed, set off from the words around it. */
function Literal({ children }: { readonly children: ReactNode }) {
  return (
    <span className="wrap-anywhere rounded-control box-decoration-clone bg-sunken px-1 py-px font-mono">
      {children}
    </span>
  )
}

function ActionWords({ policy, pool }: Pick<PolicyEntry, 'policy' | 'pool'>) {
  const { noun } = usePoliciesTraffic().decided
  const sentence = actionSentence(policy, poolName(pool), `${noun}s`)
  if (policy.action === 'REDIRECT_TO_POOL') {
    if (pool === null) return <span className="text-bad">send to a pool that is gone</span>
    return (
      <>
        send to pool{' '}
        <Link
          href={links.pool(pool.loadbalancer_id, pool.id)}
          className="font-medium text-accent-text underline-offset-2 hover:underline"
        >
          {poolName(pool)}
        </Link>
        <PoolTrouble pool={pool} />
      </>
    )
  }
  const target = policy.redirect_url ?? policy.redirect_prefix
  if (target === null) return sentence
  const [before, after] = sentence.split(target, 2)
  return (
    <>
      {before}
      <Literal>{target}</Literal>
      {after}
    </>
  )
}
