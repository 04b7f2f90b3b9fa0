'use client'

import type { ReactNode } from 'react'
import { FoldMark, useFold } from '../ui/fold.tsx'

/** Less common attributes, folded: the summary says what they are without opening it. It opens by itself when one is wrong. */
export function MoreOptions({
  summary,
  hasError = false,
  children,
}: {
  readonly summary: string
  readonly hasError?: boolean
  readonly children: ReactNode
}) {
  const { isShown, button, content } = useFold({ isForcedOpen: hasError })
  return (
    <section className="border-t pt-3">
      <button {...button} className="flex w-full items-start gap-1.5 rounded-control py-1 text-left">
        <FoldMark isOpen={isShown} className="mt-0.5" />
        <span className="grid min-w-0 gap-0.5">
          <span className="font-medium">More options</span>
          {!isShown && <span className="text-caption text-muted">{summary}</span>}
        </span>
      </button>
      <div {...content} className="grid items-start gap-x-4 gap-y-5 pt-3 pl-5.5 sm:grid-cols-2">
        {isShown && children}
      </div>
    </section>
  )
}
