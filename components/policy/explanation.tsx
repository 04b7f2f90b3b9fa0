'use client'

import { useQuery } from '@tanstack/react-query'
import { type Graph, pathOf } from 'model/graph/graph'
import Link from 'next/link'
import { useState } from 'react'
import type { ConfigurationLine } from '../api-answers.ts'
import { LinkedLines } from '../configuration/linked-lines.tsx'
import { links } from '../links.ts'
import { queries } from '../queries.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { Skeleton } from '../ui/skeleton.tsx'

export type ExplanationProps = { readonly graph: Graph; readonly policy_id: string }

/** A policy as it is stored: one sentence, and the lines and rows that it became. */
export function Explanation({ graph, policy_id }: ExplanationProps) {
  const { data, error, refetch } = useQuery(queries.policyExplanation(policy_id))
  if (error && !data) return <ErrorState title="The policy can't be explained" error={error} onRetry={refetch} />
  if (!data) return <Skeleton className="h-32 w-full" />
  const { sentence, found, lines, rows } = data
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4">
      <p className="wrap-anywhere">{sentence}</p>
      {lines.length > 0 && (
        <Lines
          graph={graph}
          title="haproxy.cfg"
          help={
            found === 'lookup'
              ? 'The lookup is one line for all policies of this kind.'
              : 'Tried for every request that no policy above has taken.'
          }
          lines={lines}
        />
      )}
      {rows.length > 0 && (
        <Lines
          graph={graph}
          title="Rows of the listener's map"
          help={
            found === 'lookup'
              ? 'What is looked up; its place in the order and what is done.'
              : 'Its place in the order and what is done.'
          }
          lines={rows}
        />
      )}
      {lines.length + rows.length > 0 && (
        <p>
          <Link
            href={links.configuration(graph.load_balancer.id, pathOf({ kind: 'l7_policy', id: policy_id }))}
            className="text-accent-text underline-offset-2 hover:underline"
          >
            Show it in the whole configuration
          </Link>
        </p>
      )}
    </div>
  )
}

function Lines({
  graph,
  title,
  help,
  lines,
}: {
  readonly graph: Graph
  readonly title: string
  readonly help: string
  readonly lines: readonly ConfigurationLine[]
}) {
  const [pointed, setPointed] = useState<string | null>(null)
  const text = lines.map((line) => line.text).join('\n')
  return (
    <section aria-label={title} className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-1.5">
      <div className="flex items-end justify-between gap-2">
        <div>
          <h3 className="font-medium">{title}</h3>
          <p className="text-caption text-faint">{help}</p>
        </div>
        <CopyButton text={`${text}\n`} what={title} />
      </div>
      <div className="overflow-x-auto rounded-surface border bg-surface py-2">
        <LinkedLines graph={graph} lines={lines} about={pointed} isExcerpt onPoint={setPointed} />
      </div>
    </section>
  )
}
