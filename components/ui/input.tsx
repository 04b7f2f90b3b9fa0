import type { ComponentProps } from 'react'
import { classNames } from './class-names.ts'

export const controlLooks =
  'w-full min-w-0 rounded-control border border-control bg-surface px-2.5 text-body text-text transition-colors placeholder:text-faint hover:border-muted focus-visible:border-accent-mark focus-visible:outline-offset-0 disabled:cursor-not-allowed disabled:bg-sunken disabled:text-muted aria-invalid:border-bad-mark'

export type InputProps = ComponentProps<'input'> & {
  /** Stands inside the right edge: s, ms, %. */
  readonly unit?: string | undefined
  /** For addresses, ports, ids and numbers. */
  readonly isMono?: boolean
}

export function Input({ unit, isMono = false, className, ...rest }: InputProps) {
  const classes = classNames(
    controlLooks,
    'h-8 pointer-coarse:h-11',
    isMono && 'font-mono tabular-nums',
    unit && 'pr-10',
    className,
  )
  if (unit === undefined) return <input className={classes} {...rest} />
  return (
    <span className="relative block w-full">
      <input className={classes} {...rest} />
      <span
        className="pointer-events-none absolute inset-y-0 right-2.5 flex items-center text-caption text-faint"
        aria-hidden
      >
        {unit}
      </span>
    </span>
  )
}
