'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Graph } from 'model/graph/graph'
import type { Listener } from 'model/resources/listener'
import { useMemo } from 'react'
import { api } from '../api.ts'
import { useSettled } from '../forms/use-settled.ts'
import { Button } from '../ui/button.tsx'
import { Disclosure } from '../ui/disclosure.tsx'
import { decidedBy } from './decided.ts'
import { draftBody } from './drafted.ts'
import { RequestLine } from './request-fields.tsx'
import { askedOf } from './tested-request.ts'
import { useLastRequest } from './use-last-request.ts'
import { WalkDifference } from './walk-difference.tsx'

type TryRequestProps = {
  readonly graph: Graph
  readonly listener: Listener
  /** The load balancer as it would be; null while it can not be saved. */
  readonly drafted: Graph | null
  readonly onOpenTester: () => void
}

/** What a change does to a request, before it is saved. */
export function TryRequest(props: TryRequestProps) {
  return (
    <Disclosure label={`Try a ${decidedBy(props.listener).noun}`}>
      <Trial {...props} />
    </Disclosure>
  )
}

function Trial({ graph, listener, drafted, onOpenTester }: TryRequestProps) {
  const [text, change] = useLastRequest(listener.id)
  const wish = useMemo(
    () => (drafted === null ? null : { request: askedOf(text), draft: draftBody(drafted, listener.id), drafted }),
    [text, drafted, listener.id],
  )
  const settled = useSettled(wish)
  const { data, error } = useQuery({
    queryKey: ['try-request', settled === null ? 0 : numberOf(settled)],
    queryFn: async () => {
      if (settled === null) return null
      const { request, draft } = settled
      return { ...(await api.simulate(listener.id, request, draft)), drafted: settled.drafted }
    },
    enabled: settled !== null && hasHost(text.url),
    gcTime: 0,
    retry: false,
    placeholderData: keepPreviousData,
  })
  return (
    <div className="grid gap-3">
      <RequestLine listener={listener} request={text} about={() => undefined} onChange={change} />
      <div aria-live="polite" className="grid gap-2">
        {drafted === null && <p className="text-muted">Complete the policy to see what it would change.</p>}
        {error && <p className="text-bad">{error.message}</p>}
        {drafted !== null && data?.draft && (
          <WalkDifference graph={graph} drafted={data.drafted} running={data.running} draft={data.draft} />
        )}
      </div>
      {drafted !== null && (
        <Button look="link" className="justify-self-start" onClick={onOpenTester}>
          Show the whole walk
        </Button>
      )}
    </div>
  )
}

const numbers = new WeakMap<object, number>()
let count = 0

/** Tells wishes apart without reading them: a draft may hold thousands of policies. */
function numberOf(wish: object): number {
  const number = numbers.get(wish) ?? ++count
  numbers.set(wish, number)
  return number
}

/** Nothing is asked about what is still being typed. */
function hasHost(url: string): boolean {
  return /^(https?:\/\/[^/?#]+|\/)/i.test(url)
}
