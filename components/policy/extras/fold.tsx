'use client'

import type { ReactNode } from 'react'
import { classNames } from '../../ui/class-names.ts'
import { FoldMark, useFold } from '../../ui/fold.tsx'

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
  const { isShown, button, content } = useFold({ isOpenAtFirst: isUsed, isForcedOpen: hasError })
  return (
    <section aria-label={label}>
      <button
        {...button}
        className="flex min-h-9 w-full items-center gap-1.5 px-2.5 py-1.5 text-left pointer-coarse:min-h-11"
      >
        <FoldMark isOpen={isShown} />
        <span className="shrink-0">{label}</span>
        <span className={classNames('ml-auto min-w-0 truncate text-caption', isUsed ? 'text-text' : 'text-faint')}>
          {summary}
        </span>
      </button>
      <div {...content} className="grid gap-4 px-3 pt-1 pb-4">
        {isShown && children}
      </div>
    </section>
  )
}
