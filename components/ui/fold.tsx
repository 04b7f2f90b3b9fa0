'use client'

import { ChevronRight } from 'lucide-react'
import { useId, useState } from 'react'
import { classNames } from './class-names.ts'

/** What is folded under a button: whether it is open, and what both sides say of it to assistive technology. */
export function useFold({
  isOpenAtFirst = false,
  isForcedOpen = false,
}: {
  readonly isOpenAtFirst?: boolean
  /** As long as something in it is wrong, it can't be hidden. */
  readonly isForcedOpen?: boolean
} = {}) {
  const [isOpen, setOpen] = useState(isOpenAtFirst)
  const id = useId()
  const isShown = isOpen || isForcedOpen
  return {
    isShown,
    button: {
      type: 'button',
      'aria-expanded': isShown,
      'aria-controls': id,
      onClick: () => setOpen(!isShown),
    },
    content: { id, hidden: !isShown },
  } as const
}

/** Points down when what it stands beside is open. */
export function FoldMark({ isOpen, className }: { readonly isOpen: boolean; readonly className?: string }) {
  return (
    <ChevronRight
      className={classNames('size-4 shrink-0 text-faint transition-transform', isOpen && 'rotate-90', className)}
      aria-hidden
    />
  )
}
