'use client'

import { useQuery } from '@tanstack/react-query'
import type { RecentRequest } from 'model/contract/recent-request'
import type { Graph } from 'model/graph/graph'
import { requestText } from 'model/l7/outcome'
import type { Listener } from 'model/resources/listener'
import { shortId } from 'model/short-id'
import { queries } from '../queries.ts'
import { classNames } from '../ui/class-names.ts'
import { Disclosure } from '../ui/disclosure.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { decidedBy } from './decided.ts'
import { policyName, poolName } from './names.ts'

type RecentRequestsProps = {
  readonly graph: Graph
  readonly listener: Listener
  readonly onPick: (request: RecentRequest['request']) => void
}

/** What the listener was asked lately; one of it is picked to be tried again. Nothing where requests are not read. */
export function RecentRequests(props: RecentRequestsProps) {
  if (decidedBy(props.listener).noun !== 'request') return null
  return (
    <Disclosure label="Recent requests">
      <RecentList {...props} />
    </Disclosure>
  )
}

function RecentList({ graph, listener, onPick }: RecentRequestsProps) {
  const { data, error } = useQuery(queries.recentRequests(listener.id))
  if (error) return <p className="text-bad">{error.message}</p>
  if (data === undefined) return <Skeleton className="my-2 w-64" />
  if (data.length === 0) return <p className="text-muted">None yet: requests appear here a second after they arrive.</p>
  return (
    <div className="grid gap-2">
      <ul
        aria-label="Recent requests"
        className="max-h-60 divide-y divide-line overflow-y-auto rounded-control border border-line"
      >
        {data.map((one) => (
          <li key={one.id}>
            <button
              type="button"
              onClick={() => onPick(one.request)}
              className="grid w-full gap-0.5 px-3 py-2 text-left hover:bg-sunken focus-visible:-outline-offset-2 pointer-coarse:min-h-11"
            >
              <span className="flex min-w-0 items-baseline gap-2">
                <span className="min-w-0 flex-1 truncate font-mono" title={requestText(one.request)}>
                  {requestText(one.request)}
                </span>
                <Status status={one.status} />
              </span>
              <span className="flex min-w-0 flex-wrap gap-x-2 text-caption text-muted">
                <RelativeTime at={one.at} />
                <span className="font-mono">{one.request.source}</span>
                <span className="min-w-0 truncate">{takenText(one, graph)}</span>
                {one.request_id !== null && (
                  <span className="min-w-0 truncate font-mono" title="X-Request-ID">
                    {one.request_id}
                  </span>
                )}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <p className="text-caption text-muted">
        A few a second, with the headers and cookies that policies look at; the engine keeps them in its memory alone.
      </p>
    </div>
  )
}

function Status({ status }: { readonly status: number }) {
  const isBad = status >= 500
  return <span className={classNames('font-mono tabular-nums', isBad ? 'text-bad' : 'text-muted')}>{status}</span>
}

/** "policy to-api, pool api": what HAProxy did. */
function takenText({ policy_id, pool_id }: RecentRequest, { l7_policies, pools }: Graph): string {
  const policy = l7_policies.find((one) => one.id === policy_id)
  const by = policy_id === null ? 'no policy' : `policy ${policy ? policyName(policy) : shortId(policy_id)}`
  if (pool_id === null) return by
  return `${by}, pool ${poolName(pools.find((one) => one.id === pool_id) ?? null)}`
}
