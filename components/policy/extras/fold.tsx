'use client'

import { ChevronRight } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import { classNames } from '../../ui/class-names.ts'

/** One thing more that a policy can do, folded until it is used: the summary says what it does now. It opens by itself when it is wrong. */
export function Fold({
  label,
  summary,
  isUsed,
  hasError,
  children,
}: {
  readonly label: string
  readonly summary: string
  readonly isUsed: boolean
  readonly hasError: boolean
  readonly children: ReactNode
}) {
  const [isOpen, setOpen] = useState(isUsed)
  const id = useId()
  const isShown = isOpen || hasError
  return (
    <section aria-label={label}>
      <button
        type="button"
        aria-expanded={isShown}
        aria-controls={id}
        onClick={() => setOpen(!isShown)}
        className="flex min-h-9 w-full items-center gap-1.5 px-2.5 py-1.5 text-left pointer-coarse:min-h-11"
      >
        <ChevronRight
          className={classNames('size-4 shrink-0 text-faint transition-transform', isShown && 'rotate-90')}
          aria-hidden
        />
        <span className="shrink-0">{label}</span>
        <span className={classNames('ml-auto min-w-0 truncate text-caption', isUsed ? 'text-text' : 'text-faint')}>
          {summary}
        </span>
      </button>
      <div id={id} hidden={!isShown} className="grid gap-4 px-3 pt-1 pb-4">
        {isShown && children}
      </div>
    </section>
  )
}
