'use client'

import { X } from 'lucide-react'
import * as DialogParts from 'radix-ui/dialog'
import type { ReactNode } from 'react'
import { IconButton } from './button.tsx'
import { classNames } from './class-names.ts'

export const scrimLooks = 'fixed inset-0 z-40 animate-appear bg-scrim data-[state=closed]:animate-vanish'

/** It ends where toasts begin: they never lie on its buttons. */
export const dialogLooks =
  'fixed top-[8vh] left-1/2 z-50 flex max-h-[max(60vh,calc(92vh-144px))] w-[calc(100vw-32px)] max-w-120 -translate-x-1/2 animate-appear outline-none flex-col rounded-surface border border-line bg-raised shadow-float data-[state=closed]:animate-vanish'

export type DialogProps = {
  readonly isOpen: boolean
  readonly onOpenChange: (isOpen: boolean) => void
  readonly title: string
  readonly description?: ReactNode
  readonly footer?: ReactNode
  readonly className?: string
  readonly children?: ReactNode
}

/**
 * A menu that it was opened from takes the focus while it closes: what is to be typed into gets it back. Where nothing is, it is the
 * dialog itself, not the button that closes it.
 */
function focusFirstField(event: Event): void {
  const field = event.currentTarget instanceof HTMLElement && event.currentTarget.querySelector('input, textarea')
  if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) {
    event.preventDefault()
    field.focus()
    field.select()
  } else focusItself(event)
}

/** The first Tab goes on from its beginning. */
export function focusItself(event: Event): void {
  if (!(event.currentTarget instanceof HTMLElement)) return
  event.preventDefault()
  event.currentTarget.focus()
}

/** A small task that has to be finished or left before anything else. */
export function Dialog({ isOpen, onOpenChange, title, description, footer, className, children }: DialogProps) {
  return (
    <DialogParts.Root open={isOpen} onOpenChange={onOpenChange}>
      <DialogParts.Portal>
        <DialogParts.Overlay className={scrimLooks} />
        <DialogParts.Content
          {...(description ? {} : { 'aria-describedby': undefined })}
          onOpenAutoFocus={focusFirstField}
          className={classNames(dialogLooks, className)}
        >
          <div className="flex items-start justify-between gap-4 px-5 pt-4">
            <div className="grid gap-1">
              <DialogParts.Title className="font-medium text-section">{title}</DialogParts.Title>
              {description && (
                <DialogParts.Description className="text-body text-muted">{description}</DialogParts.Description>
              )}
            </div>
            <DialogParts.Close asChild>
              <IconButton
                label="Close"
                size="iconSmall"
                className="-mt-1 -mr-1.5 pointer-coarse:-mt-3 pointer-coarse:-mr-3"
              >
                <X aria-hidden />
              </IconButton>
            </DialogParts.Close>
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4">{children}</div>
          {footer && <div className="flex flex-wrap justify-end gap-2 border-t px-5 py-3">{footer}</div>}
        </DialogParts.Content>
      </DialogParts.Portal>
    </DialogParts.Root>
  )
}
