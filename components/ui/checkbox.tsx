'use client'

import { Check, Minus } from 'lucide-react'
import type { ComponentProps } from 'react'
import { classNames } from './class-names.ts'

/** Chosen, not chosen, or partly. The browser's own: long lists have one in every row. */
export function Checkbox({
  checked,
  onCheckedChange,
  className,
  ...rest
}: Omit<ComponentProps<'input'>, 'type' | 'ref' | 'checked' | 'onChange'> & {
  readonly checked: boolean | 'indeterminate'
  /** What is partly chosen is chosen next. */
  readonly onCheckedChange: (isOn: boolean) => void
}) {
  return (
    <span className={classNames('relative grid size-4 shrink-0 place-items-center text-on-accent', className)}>
      <input
        type="checkbox"
        ref={(input) => {
          if (input) input.indeterminate = checked === 'indeterminate'
        }}
        checked={checked === true}
        onChange={(event) => onCheckedChange(event.target.checked)}
        className="absolute inset-0 appearance-none rounded-[4px] border border-control bg-surface transition-colors after:absolute after:-inset-1.5 checked:border-accent checked:bg-accent indeterminate:border-accent indeterminate:bg-accent disabled:cursor-not-allowed disabled:opacity-55"
        {...rest}
      />
      {checked === true && <Check className="pointer-events-none relative size-3" strokeWidth={3} aria-hidden />}
      {checked === 'indeterminate' && (
        <Minus className="pointer-events-none relative size-3" strokeWidth={3} aria-hidden />
      )}
    </span>
  )
}
