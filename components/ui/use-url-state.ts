'use client'

import { usePathname, useSearchParams } from 'next/navigation'
import { useCallback, useEffect, useRef, useState } from 'react'

/**
 * Parts of a view that belong to its URL: filter, sort, page, range. An empty value is not written. The page is not loaded
 * anew; `push` makes an entry in the browser's history, so that Back undoes it.
 */
export function useUrlState(): [
  URLSearchParams,
  (changes: Readonly<Record<string, string | null>>, how?: 'replace' | 'push') => void,
] {
  const pathname = usePathname()
  const parameters = useSearchParams()
  const change = useCallback(
    (changes: Readonly<Record<string, string | null>>, how: 'replace' | 'push' = 'replace') => {
      const next = new URLSearchParams(window.location.search)
      for (const [name, value] of Object.entries(changes)) {
        if (value === null || value === '') next.delete(name)
        else next.set(name, value)
      }
      const query = next.toString()
      const url = query === '' ? pathname : `${pathname}?${query}`
      if (how === 'push') window.history.pushState(null, '', url)
      else window.history.replaceState(null, '', url)
    },
    [pathname],
  )
  return [parameters, change]
}

/** Typing is written to the URL when it pauses: browsers allow only so many changes of it. */
const pauseMs = 150

/**
 * A text that is typed and belongs to the URL. What is typed is the truth at once; the URL follows, and comes back through
 * React later and perhaps without every step. A value that was never written here is somebody else's: a link, or Back.
 */
export function useUrlText(name: string, resets: readonly string[] = []): [string, (text: string) => void] {
  const [url, setUrl] = useUrlState()
  const told = url.get(name) ?? ''
  const [text, setText] = useState(told)
  const underWay = useRef<string[]>([])
  const settled = useRef(told)

  useEffect(() => {
    if (told === settled.current) return
    settled.current = told
    const at = underWay.current.indexOf(told)
    if (at >= 0) underWay.current.splice(0, at + 1)
    else setText(told)
  }, [told])

  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const type = (next: string) => {
    setText(next)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      if (next !== settled.current) underWay.current.push(next)
      setUrl({ [name]: next, ...Object.fromEntries(resets.map((one) => [one, null])) })
    }, pauseMs)
  }
  return [text, type]
}
