'use client'

import * as TooltipParts from 'radix-ui/tooltip'
import type { ReactNode } from 'react'

/** Says more about what it wraps, on hover and on focus. The child must be able to take focus. */
export function Tooltip({
  content,
  children,
  side = 'top',
}: {
  readonly content: ReactNode
  readonly children: ReactNode
  readonly side?: 'top' | 'right' | 'bottom' | 'left'
}) {
  return (
    <TooltipParts.Provider delayDuration={250}>
      <TooltipParts.Root>
        <TooltipParts.Trigger asChild>{children}</TooltipParts.Trigger>
        <TooltipParts.Portal>
          <TooltipParts.Content
            side={side}
            sideOffset={6}
            collisionPadding={8}
            className="z-60 max-w-80 animate-appear rounded-control border border-line bg-raised px-2.5 py-1.5 text-caption text-text shadow-float"
          >
            {content}
          </TooltipParts.Content>
        </TooltipParts.Portal>
      </TooltipParts.Root>
    </TooltipParts.Provider>
  )
}
