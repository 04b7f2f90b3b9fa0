'use client'

import { Check, Minus } from 'lucide-react'
import * as CheckboxParts from 'radix-ui/checkbox'
import type { ComponentProps } from 'react'
import { classNames } from './class-names.ts'

export function Checkbox({ className, ...rest }: ComponentProps<typeof CheckboxParts.Root>) {
  return (
    <CheckboxParts.Root
      className={classNames(
        'group relative grid size-4 shrink-0 place-items-center rounded-[4px] border border-control bg-surface text-on-accent transition-colors after:absolute after:-inset-1.5 disabled:cursor-not-allowed disabled:opacity-55 data-[state=checked]:border-accent data-[state=indeterminate]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:bg-accent',
        className,
      )}
      {...rest}
    >
      <CheckboxParts.Indicator>
        <Check className="size-3 group-data-[state=indeterminate]:hidden" strokeWidth={3} aria-hidden />
        <Minus className="hidden size-3 group-data-[state=indeterminate]:block" strokeWidth={3} aria-hidden />
      </CheckboxParts.Indicator>
    </CheckboxParts.Root>
  )
}
