'use client'

import * as Slot from 'radix-ui/slot'
import {
  type FocusEvent,
  type PointerEvent,
  type ReactNode,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { createPortal } from 'react-dom'

const openingMilliseconds = 250
/** As long as the pointer may be on its way from the one to the other. */
const leavingMilliseconds = 120

/**
 * Says more about what it wraps, on hover and on focus. The child must be able to take focus. Until then there is nothing but the
 * child: tables have two of them in every row.
 */
export function Tooltip({ content, children }: { readonly content: ReactNode; readonly children: ReactNode }) {
  const id = useId()
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const soon = (milliseconds: number, next: HTMLElement | null) => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setAnchor(next), milliseconds)
  }
  const close = () => soon(0, null)
  useEffect(() => () => clearTimeout(timer.current), [])
  return (
    <>
      <Slot.Root
        aria-describedby={anchor === null ? undefined : id}
        onPointerEnter={(event: PointerEvent<HTMLElement>) => {
          // A finger that presses a button wants what the button does.
          if (event.pointerType !== 'touch') soon(openingMilliseconds, event.currentTarget)
        }}
        onPointerLeave={() => soon(leavingMilliseconds, null)}
        onPointerDown={close}
        onFocus={(event: FocusEvent<HTMLElement>) => {
          if (event.currentTarget.matches(':focus-visible')) soon(0, event.currentTarget)
        }}
        onBlur={close}
      >
        {children}
      </Slot.Root>
      {anchor !== null && (
        <Tip id={id} anchor={anchor} onStay={() => clearTimeout(timer.current)} onClose={close}>
          {content}
        </Tip>
      )}
    </>
  )
}

function Tip({
  id,
  anchor,
  onStay,
  onClose,
  children,
}: {
  readonly id: string
  readonly anchor: HTMLElement
  readonly onStay: () => void
  readonly onClose: () => void
  readonly children: ReactNode
}) {
  const tip = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const shown = tip.current
    if (shown === null) return
    const { left, top } = placeBeside(anchor.getBoundingClientRect(), shown.getBoundingClientRect())
    shown.style.left = `${left}px`
    shown.style.top = `${top}px`
  })
  const close = useRef(onClose)
  useLayoutEffect(() => {
    close.current = onClose
  })
  useEffect(() => {
    const closes = new AbortController()
    const { signal } = closes
    const options = { signal, capture: true }
    window.addEventListener('scroll', () => close.current(), options)
    const closeOnEscape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      // The panel around it stays.
      event.stopPropagation()
      close.current()
    }
    window.addEventListener('keydown', closeOnEscape, options)
    return () => closes.abort()
  }, [])
  return createPortal(
    <div
      ref={tip}
      id={id}
      role="tooltip"
      onPointerEnter={onStay}
      onPointerLeave={onClose}
      className="pointer-events-auto fixed z-60 w-max max-w-80 animate-appear rounded-control border border-line bg-raised px-2.5 py-1.5 text-caption text-text shadow-float"
    >
      {children}
    </div>,
    document.body,
  )
}

const gap = 6
const margin = 8

/** Above it, below where there is no room, and never beyond the window. */
function placeBeside(anchor: DOMRect, tip: DOMRect): { readonly left: number; readonly top: number } {
  const middle = anchor.left + (anchor.width - tip.width) / 2
  const above = anchor.top - gap - tip.height
  return {
    left: Math.max(margin, Math.min(middle, window.innerWidth - tip.width - margin)),
    top: above < margin ? anchor.bottom + gap : above,
  }
}
