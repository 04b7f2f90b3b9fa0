'use client'

import type { ComponentProps } from 'react'
import { classNames } from './class-names.ts'

/** On or off. A plain button: long lists have one in every row. */
export function Switch({
  checked,
  onCheckedChange,
  className,
  ...rest
}: Omit<ComponentProps<'button'>, 'role' | 'onClick'> & {
  readonly checked: boolean
  readonly onCheckedChange: (isOn: boolean) => void
}) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={checked}
      data-state={checked ? 'checked' : 'unchecked'}
      className={classNames(
        'group relative inline-flex h-5 w-9 shrink-0 items-center rounded-full border border-control bg-off-mark transition-colors after:absolute after:-inset-2 disabled:cursor-not-allowed disabled:opacity-55 data-[state=checked]:border-accent data-[state=checked]:bg-accent',
        className,
      )}
      onClick={() => onCheckedChange(!checked)}
      {...rest}
    >
      <span className="block size-4 translate-x-px rounded-full bg-[#fff] transition-transform group-data-[state=checked]:translate-x-[17px]" />
    </button>
  )
}
