'use client'

import { useCallback, useEffect, useRef, useState } from 'react'

/** Asks before typed input is lost: by a link, by the browser's Back, by closing the tab. */
export function useLeaveGuard(isOn: boolean) {
  const [leave, setLeave] = useState<{ readonly go: () => void } | null>(null)
  const isLeaving = useRef(false)

  useEffect(() => {
    if (!isOn) return
    const onUnload = (event: BeforeUnloadEvent) => {
      if (!isLeaving.current) event.preventDefault()
    }
    const onClick = (event: MouseEvent) => {
      const link = linkOf(event)
      if (link === null || isLeaving.current) return
      event.preventDefault()
      event.stopPropagation()
      setLeave({ go: () => link.click() })
    }
    // One entry more of the same page: going back from it is noticed, and nothing is lost yet.
    const stay = () => history.pushState(history.state, '', location.href)
    const onBack = () => {
      if (isLeaving.current) return
      stay()
      setLeave({ go: () => history.go(-2) })
    }
    stay()
    window.addEventListener('beforeunload', onUnload)
    document.addEventListener('click', onClick, true)
    window.addEventListener('popstate', onBack)
    return () => {
      window.removeEventListener('beforeunload', onUnload)
      document.removeEventListener('click', onClick, true)
      window.removeEventListener('popstate', onBack)
    }
  }, [isOn])

  const confirm = useCallback(() => {
    isLeaving.current = true
    leave?.go()
    setLeave(null)
  }, [leave])

  return { isAsking: leave !== null, stay: useCallback(() => setLeave(null), []), confirm }
}

/** The link that a plain click would follow away from this page in this tab. */
function linkOf(event: MouseEvent): HTMLAnchorElement | null {
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href]') : null
  if (!isPlain || link === null || link.target === '_blank' || link.hasAttribute('download')) return null
  return link.href.split('#')[0] === location.href.split('#')[0] ? null : link
}
