import { eachCondition } from 'model/l7/rule'
import { ruleWords } from 'model/l7/sentence'
import { sharesInPercent } from 'model/l7/shares'
import type { L7Rule } from 'model/resources/l7-rule'
import type { Pool } from 'model/resources/pool'
import { shortId } from 'model/short-id'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { links } from '../links.ts'
import { classNames } from '../ui/class-names.ts'
import { entryActionSentence, type PolicyEntry } from './entries.ts'
import { poolName } from './names.ts'
import { PoolTrouble } from './pool-trouble.tsx'
import { SharesBar } from './shares-bar.tsx'
import { usePoliciesTraffic } from './use-policy-traffic.tsx'

/** "IF host is www2.example.com and path starts with /api THEN send to pool api", with what is compared and where it goes set off. */
export function PolicySentence({ entry }: { readonly entry: PolicyEntry }) {
  const { rules } = entry
  return (
    <p className="min-w-0 break-words">
      <Keyword>if</Keyword> {rules.length === 0 && <NothingAsked entry={entry} />}
      {rules.map((rule, at) => (
        <span key={rule.id}>
          {at > 0 && <span className="text-muted"> and </span>}
          <RuleText rule={rule} />
        </span>
      ))}{' '}
      <Keyword>then</Keyword> <ActionWords entry={entry} />
    </p>
  )
}

function Keyword({ children }: { readonly children: ReactNode }) {
  return <span className="font-medium text-caption text-faint uppercase tracking-wide">{children}</span>
}

/** A redirect to a listener takes everything, without a condition. */
function NothingAsked({ entry: { policy } }: { readonly entry: PolicyEntry }) {
  if (policy.action === 'REDIRECT_TO_LISTENER') return 'anything is asked'
  return <span className="text-warn">nothing is asked: it takes no request</span>
}

/** More of them say no more. */
const mostValues = 4

/** Each value set off, with "or" between them. */
function Values({ rule }: { readonly rule: L7Rule }) {
  const values = eachCondition(rule).map((one) => one.value)
  const shown = values.length > mostValues + 1 ? values.slice(0, mostValues) : values
  const rest = values.slice(shown.length)
  return (
    <>
      {shown.map((value, at) => (
        <span key={value}>
          {at > 0 && <span className="text-muted"> or </span>}
          <Literal>{value}</Literal>
        </span>
      ))}
      {rest.length > 0 && (
        <span className="text-muted" title={rest.join(' or ')}>
          {' '}
          or {rest.length} more
        </span>
      )}
    </>
  )
}

function RuleText({ rule }: { readonly rule: L7Rule }) {
  const { what, key, how, value } = ruleWords(rule)
  return (
    <span className={classNames(!rule.admin_state_up && 'text-faint line-through')}>
      {what} {key !== null && <Literal>{key}</Literal>} {how} {value !== null && <Values rule={rule} />}
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

function ActionWords({ entry }: { readonly entry: PolicyEntry }) {
  const { policy, pool } = entry
  const { noun } = usePoliciesTraffic().decided
  const sentence = entryActionSentence(entry, `${noun}s`)
  if (policy.action === 'REDIRECT_TO_POOL') {
    if (policy.redirect_pools_config.length > 0) return <ShareWords entry={entry} />
    if (pool === null) return <span className="text-bad">send to a pool that is gone</span>
    return (
      <>
        send to pool <PoolLink pool={pool} />
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

function PoolLink({ pool }: { readonly pool: Pool }) {
  return (
    <>
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

/** "send 90 % to pool blue, 10 % to pool green", and the same as a bar. */
function ShareWords({ entry: { policy, pools } }: { readonly entry: PolicyEntry }) {
  const shares = policy.redirect_pools_config.map(({ pool_id, weight }) => {
    const pool = pools.find((one) => one.id === pool_id) ?? null
    return { pool_id, pool, weight, name: pool?.name || shortId(pool_id) }
  })
  const percents = sharesInPercent(shares.map((one) => one.weight))
  return (
    <>
      send{' '}
      {shares.map(({ pool_id, pool, name }, at) => (
        <span key={pool_id}>
          {at > 0 && ', '}
          <span className="tabular-nums">{percents[at]} %</span> to pool{' '}
          {pool === null ? <span className="text-bad">{name}, which is gone</span> : <PoolLink pool={pool} />}
        </span>
      ))}
      <SharesBar shares={shares} className="mt-1.5 mb-1 h-1.5 max-w-80" />
    </>
  )
}
