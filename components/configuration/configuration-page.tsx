'use client'

import { useQuery } from '@tanstack/react-query'
import type { Graph } from 'model/graph/graph'
import { useSearchParams } from 'next/navigation'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { ConfigurationLine } from '../api-answers.ts'
import { useGraph } from '../load-balancer/use-graph.tsx'
import { queries } from '../queries.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { plural } from '../ui/format.ts'
import { Skeleton } from '../ui/skeleton.tsx'
import { LinkedLines } from './linked-lines.tsx'
import { resourceAt } from './resource-at.ts'

/** haproxy.cfg of this load balancer, each line with the resource that it comes from. */
export function ConfigurationPage() {
  const graph = useGraph()
  const { data: lines, error, refetch } = useQuery(queries.configuration(graph.load_balancer.id))
  if (error && !lines) return <ErrorState title="The configuration can't be shown" error={error} onRetry={refetch} />
  if (!lines) return <Skeleton className="h-96 w-full" />
  return <Configuration graph={graph} lines={lines} />
}

function Configuration({ graph, lines }: { readonly graph: Graph; readonly lines: readonly ConfigurationLine[] }) {
  const asked = useSearchParams().get('about')
  const [pointed, setPointed] = useState<string | null>(null)
  const about = pointed ?? asked
  const text = useMemo(() => lines.map((line) => line.text).join('\n'), [lines])
  const resource = about === null ? null : resourceAt(graph, about)
  const frame = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (asked) frame.current?.querySelector('[data-highlighted]')?.scrollIntoView({ block: 'center' })
  }, [asked])
  return (
    <section className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-3" aria-label="haproxy.cfg">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="min-w-0 break-words text-muted" aria-live="polite">
          {resource
            ? resource.title
            : `${plural(lines.length, 'line')}. Point at a line to see what it comes from; click to open it.`}
        </p>
        <CopyButton text={`${text}\n`} label="Copy all" what="the configuration" />
      </div>
      <div ref={frame} className="overflow-x-auto rounded-surface border bg-surface py-2">
        <LinkedLines graph={graph} lines={lines} about={about} onPoint={setPointed} />
      </div>
    </section>
  )
}
