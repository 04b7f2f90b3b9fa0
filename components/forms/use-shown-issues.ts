'use client'

import type { Issue } from 'model/errors'
import { type RefObject, useCallback, useRef, useState } from 'react'

/** Which issues are shown: those at fields that somebody has left, and all of them once Next or Save was pressed. */
export function useShownIssues<I extends Issue>(issues: readonly I[]) {
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [isAsked, setAsked] = useState(false)
  const shown = isAsked ? issues : issues.filter((issue) => [...left].some((attribute) => isAbout(issue, attribute)))
  const leave = useCallback((attribute: string) => setLeft((before) => new Set([...before, attribute])), [])
  const showAll = useCallback(() => setAsked(true), [])
  const startOver = useCallback(() => {
    setAsked(false)
    setLeft(new Set())
  }, [])
  return { shown, leave, showAll, startOver }
}

/** Moves the focus to the first field with an error, once it is drawn. */
export function useFirstErrorFocus<E extends HTMLElement>(): {
  readonly ref: RefObject<E | null>
  readonly focusFirstError: () => void
} {
  const ref = useRef<E>(null)
  const focusFirstError = useCallback(() => {
    requestAnimationFrame(() => {
      const selector = '[aria-invalid="true"], fieldset[aria-describedby$="-error"] :is(button, input):not([disabled])'
      ref.current?.querySelector<HTMLElement>(selector)?.focus()
    })
  }, [])
  return { ref, focusFirstError }
}

function isAbout(issue: Issue, attribute: string): boolean {
  return issue.about === attribute || issue.about.startsWith(`${attribute}/`)
}
