'use client'

import { X } from 'lucide-react'
import * as DialogParts from 'radix-ui/dialog'
import { IconButton } from './button.tsx'
import { classNames } from './class-names.ts'
import { type DialogProps, focusItself, scrimLooks } from './dialog.tsx'

/** A panel at the right edge, 480 px: edits one thing beside the list that it belongs to. */
export function Sheet({ isOpen, onOpenChange, title, description, footer, className, children }: DialogProps) {
  return (
    <DialogParts.Root open={isOpen} onOpenChange={onOpenChange}>
      <DialogParts.Portal>
        <DialogParts.Overlay className={scrimLooks} />
        <DialogParts.Content
          {...(description ? {} : { 'aria-describedby': undefined })}
          onOpenAutoFocus={focusItself}
          className={classNames(
            'fixed inset-y-0 right-0 z-50 flex w-full max-w-120 animate-slide-in flex-col outline-none border-line border-l bg-surface shadow-float data-[state=closed]:animate-slide-out',
            className,
          )}
        >
          <div className="flex items-center justify-between gap-4 border-b px-5 py-3 pointer-coarse:py-2">
            <div className="grid min-w-0 gap-0.5">
              <DialogParts.Title className="font-medium text-section">{title}</DialogParts.Title>
              {description && (
                <DialogParts.Description className="text-caption text-muted">{description}</DialogParts.Description>
              )}
            </div>
            <DialogParts.Close asChild>
              <IconButton label="Close" size="iconSmall" className="-mr-1.5">
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
