'use client'

import { ChevronRight } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import { classNames } from './class-names.ts'

/** Something that is read now and then, folded under its label. */
export function Disclosure({ label, children }: { readonly label: ReactNode; readonly children: ReactNode }) {
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  return (
    <div className="grid min-w-0 gap-2">
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
        className="flex min-h-7 items-center gap-1.5 justify-self-start rounded-control text-left font-medium pointer-coarse:min-h-11"
      >
        <ChevronRight
          className={classNames('size-4 shrink-0 text-faint transition-transform', isOpen && 'rotate-90')}
          aria-hidden
        />
        {label}
      </button>
      <div id={id} hidden={!isOpen} className="min-w-0">
        {isOpen && children}
      </div>
    </div>
  )
}
