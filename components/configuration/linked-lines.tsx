'use client'

import type { Graph } from 'model/graph/graph'
import Link from 'next/link'
import { memo, useMemo } from 'react'
import type { ConfigurationLine } from '../api-answers.ts'
import { classNames } from '../ui/class-names.ts'
import { resourceAt } from './resource-at.ts'

/** Numbered lines; those of the resource that is pointed at stand out together. */
export function LinkedLines({
  graph,
  lines,
  about,
  isExcerpt = false,
  onPoint,
}: {
  readonly graph: Graph
  readonly lines: readonly ConfigurationLine[]
  readonly about: string | null
  /** Some lines of a file: they have no numbers. */
  readonly isExcerpt?: boolean
  readonly onPoint: (about: string | null) => void
}) {
  const resources = useMemo(() => {
    const paths = new Set(lines.flatMap((line) => line.about ?? []))
    return new Map([...paths].map((path) => [path, resourceAt(graph, path)]))
  }, [graph, lines])
  return (
    <ol className="w-max min-w-full font-mono text-caption leading-6" onPointerLeave={() => onPoint(null)}>
      {lines.map((line, at) => {
        const resource = line.about === null ? null : resources.get(line.about)
        return (
          <Line
            // biome-ignore lint/suspicious/noArrayIndexKey: a line has no identity but its number.
            key={at}
            number={isExcerpt ? null : at + 1}
            text={line.text}
            about={line.about}
            href={resource?.href ?? null}
            title={resource?.title ?? null}
            isHighlighted={about !== null && line.about === about}
            onPoint={onPoint}
          />
        )
      })}
    </ol>
  )
}

type LineProps = {
  readonly number: number | null
  readonly text: string
  readonly about: string | null
  readonly href: string | null
  readonly title: string | null
  readonly isHighlighted: boolean
  readonly onPoint: (about: string | null) => void
}

const Line = memo(function Line({ number, text, about, href, title, isHighlighted, onPoint }: LineProps) {
  const isSection = text !== '' && !/^\s/.test(text) && !text.startsWith('#')
  return (
    <li
      data-highlighted={isHighlighted || undefined}
      className={classNames('flex', number === null && 'pl-3', isHighlighted && 'bg-accent-soft')}
      onPointerEnter={() => onPoint(about)}
    >
      {number !== null && (
        <span className="w-12 shrink-0 select-none pr-3 text-right text-faint tabular-nums" aria-hidden>
          {number}
        </span>
      )}
      {href === null ? (
        <code className={classNames('whitespace-pre pr-4', isSection && 'font-medium')}>{text || ' '}</code>
      ) : (
        <Link
          href={href}
          title={title ?? undefined}
          onFocus={() => onPoint(about)}
          className={classNames('flex-1 whitespace-pre pr-4 -outline-offset-2', isSection && 'font-medium')}
        >
          <code>{text || ' '}</code>
        </Link>
      )}
    </li>
  )
})
