'use client'

import { ChevronRight } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import { classNames } from '../ui/class-names.ts'

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
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  const isShown = isOpen || hasError
  return (
    <section className="border-t pt-3">
      <button
        type="button"
        aria-expanded={isShown}
        aria-controls={id}
        onClick={() => setOpen(!isShown)}
        className="flex w-full items-start gap-1.5 rounded-control py-1 text-left"
      >
        <ChevronRight
          className={classNames('mt-0.5 size-4 shrink-0 text-faint transition-transform', isShown && 'rotate-90')}
          aria-hidden
        />
        <span className="grid min-w-0 gap-0.5">
          <span className="font-medium">More options</span>
          {!isShown && <span className="text-caption text-muted">{summary}</span>}
        </span>
      </button>
      <div id={id} hidden={!isShown} className="grid items-start gap-x-4 gap-y-5 pt-3 pl-5.5 sm:grid-cols-2">
        {isShown && children}
      </div>
    </section>
  )
}
