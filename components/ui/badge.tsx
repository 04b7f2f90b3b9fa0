import { cva } from 'class-variance-authority'
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

export type Tone = 'good' | 'warn' | 'bad' | 'off' | 'busy' | 'plain'

const looks = cva('inline-flex h-5 items-center gap-1 whitespace-nowrap rounded-[4px] px-1.5 text-caption', {
  variants: {
    tone: {
      good: 'bg-good-soft text-good',
      warn: 'bg-warn-soft text-warn',
      busy: 'bg-warn-soft text-warn',
      bad: 'bg-bad-soft text-bad',
      off: 'bg-off-soft text-off',
      plain: 'border border-line bg-surface text-muted',
    },
  },
})

/** A word or two about a thing: a tag, a protocol, a count. */
export function Badge({
  tone = 'plain',
  className,
  children,
}: {
  readonly tone?: Tone
  readonly className?: string
  readonly children: ReactNode
}) {
  return <span className={classNames(looks({ tone }), className)}>{children}</span>
}
