'use client'

import { toast as show, Toaster as Toasts } from 'sonner'

/** Where toasts appear; stands once, in the root layout. */
export function Toaster() {
  return (
    <Toasts
      position="bottom-right"
      gap={8}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-full items-start gap-3 rounded-surface border border-line bg-raised px-4 py-3 text-body text-text shadow-float',
          description: 'text-caption text-muted',
          title: 'font-medium',
          actionButton:
            'ml-auto shrink-0 rounded-control px-2 py-1 text-caption font-medium text-accent-text hover:bg-sunken',
          error: 'border-bad-mark',
        },
      }}
    />
  )
}

type Words = { readonly description?: string; readonly undo?: () => unknown }

/** What was done, with a way back for ten seconds where there is one; or what was not, and why. */
export const toast = {
  done(title: string, { description, undo }: Words = {}) {
    show.success(title, {
      ...(description === undefined ? {} : { description }),
      ...(undo === undefined ? {} : { duration: 10_000, action: { label: 'Undo', onClick: () => void undo() } }),
    })
  },
  failed(title: string, error: unknown) {
    show.error(title, { description: error instanceof Error ? error.message : String(error), duration: 10_000 })
  },
}
