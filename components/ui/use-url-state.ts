'use client'

import { usePathname, useSearchParams } from 'next/navigation'
import { useCallback } from 'react'

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
