'use client'

import * as SwitchParts from 'radix-ui/switch'
import type { ComponentProps } from 'react'
import { classNames } from './class-names.ts'

export function Switch({ className, ...rest }: ComponentProps<typeof SwitchParts.Root>) {
  return (
    <SwitchParts.Root
      className={classNames(
        'relative inline-flex h-5 w-9 shrink-0 items-center rounded-full border border-control bg-off-mark transition-colors after:absolute after:-inset-2 disabled:cursor-not-allowed disabled:opacity-55 data-[state=checked]:border-accent data-[state=checked]:bg-accent',
        className,
      )}
      {...rest}
    >
      <SwitchParts.Thumb className="block size-4 translate-x-px rounded-full bg-[#fff] transition-transform data-[state=checked]:translate-x-[17px]" />
    </SwitchParts.Root>
  )
}
