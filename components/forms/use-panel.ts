'use client'

import { usePathname, useSearchParams } from 'next/navigation'
import { useCallback } from 'react'

/** A panel whose state is in the URL: `?listener=<id>`, or `?listener=new`. A link to an open panel can be sent to somebody. */
export function usePanel(name: string) {
  const pathname = usePathname()
  const parameters = useSearchParams()
  const value = parameters.get(name)
  const set = useCallback(
    (next: string | null) => {
      const query = new URLSearchParams(parameters)
      if (next === null) query.delete(name)
      else query.set(name, next)
      const text = query.toString()
      window.history.pushState(null, '', text === '' ? pathname : `${pathname}?${text}`)
    },
    [name, parameters, pathname],
  )
  return { value, open: set, close: useCallback(() => set(null), [set]) }
}
