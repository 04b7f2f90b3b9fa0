'use client'

import type { CSSProperties } from 'react'
import { Toaster as Toasts } from 'sonner'

/** Above the buttons at the end of a panel or of the wizard, which are 44 px high where fingers are. */
const offset = { bottom: 80 }

/** Where toasts appear; stands once, around every page. */
export function Toaster() {
  return (
    <Toasts
      position="bottom-center"
      gap={8}
      style={{ fontFamily: 'inherit', '--width': '440px' } as CSSProperties}
      offset={offset}
      mobileOffset={{ ...offset, left: 16, right: 16 }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-full items-start gap-3 rounded-surface border border-line bg-raised px-4 py-3 text-body text-text shadow-float',
          content: 'min-w-0 flex-1',
          description: 'text-caption text-muted',
          title: 'font-medium',
          actionButton: 'shrink-0 rounded-control px-2 py-1 text-caption font-medium text-accent-text hover:bg-sunken',
          cancelButton: 'shrink-0 rounded-control px-2 py-1 text-caption font-medium text-muted hover:bg-sunken',
          success: '[&_[data-icon]]:text-good',
          error: 'border-bad-mark! [&_[data-icon]]:text-bad',
        },
      }}
    />
  )
}
