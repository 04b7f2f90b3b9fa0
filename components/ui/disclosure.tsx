'use client'

import type { ReactNode } from 'react'
import { FoldMark, useFold } from './fold.tsx'

/** Something that is read now and then, folded under its label. */
export function Disclosure({ label, children }: { readonly label: ReactNode; readonly children: ReactNode }) {
  const { isShown, button, content } = useFold()
  return (
    <div className="grid min-w-0 gap-2">
      <button
        {...button}
        className="flex min-h-7 items-center gap-1.5 justify-self-start rounded-control text-left font-medium pointer-coarse:min-h-11"
      >
        <FoldMark isOpen={isShown} />
        {label}
      </button>
      <div {...content} className="min-w-0">
        {isShown && children}
      </div>
    </div>
  )
}
