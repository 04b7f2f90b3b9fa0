'use client'

import { useEffect, useRef } from 'react'

/** Keys that stand alone, or follow a `g`: `g l`. With Ctrl or Cmd held: `ctrl k`. */
export type Shortcuts = Readonly<Record<string, () => void>>

/** A `g` waits this long for its second key. */
const sequenceMs = 1_000

/** Runs what belongs to a key or a sequence, unless somebody types or a dialog is open. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const current = useRef(shortcuts)
  useEffect(() => {
    current.current = shortcuts
  })
  useEffect(() => {
    let pressedG = Number.NEGATIVE_INFINITY
    const onKey = (event: KeyboardEvent) => {
      if (!isForUs(event)) return
      const key = nameOf(event)
      const run = current.current[event.timeStamp - pressedG < sequenceMs ? `g ${key}` : key]
      pressedG = key === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY
      if (!run) return
      event.preventDefault()
      run()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}

function nameOf(event: KeyboardEvent): string {
  return event.ctrlKey || event.metaKey ? `ctrl ${event.key.toLowerCase()}` : event.key
}

/** A field that is typed into, an open dialog and an open menu keep their keys; Ctrl combinations work everywhere. */
function isForUs(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.altKey) return false
  if (event.ctrlKey || event.metaKey) return true
  if (document.querySelector('[role=dialog], [role=alertdialog], [role=menu]')) return false
  return !(
    event.target instanceof HTMLElement && event.target.closest('input, textarea, select, [contenteditable=true]')
  )
}
