'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { classNames } from './class-names.ts'

export type LinkTab = {
  readonly href: string
  readonly label: string
  readonly count?: number | undefined
  /** What somebody should look at: "2 red". */
  readonly alarm?: string | undefined
  readonly isExact?: boolean
}

/** Tabs that are pages: each has its URL. */
export function LinkTabs({ label, tabs }: { readonly label: string; readonly tabs: readonly LinkTab[] }) {
  const pathname = usePathname()
  const bar = useRef<HTMLElement>(null)
  const current = tabs.findIndex(({ href, isExact }) => {
    return pathname === href || (!isExact && pathname.startsWith(`${href}/`))
  })
  useEffect(() => {
    bringIntoSight(bar.current, current)
    // The tabs are as wide as they stay once their font is there.
    void document.fonts.ready.then(() => bringIntoSight(bar.current, current))
  }, [current])
  return (
    <nav ref={bar} aria-label={label} className="-mb-px flex gap-1 overflow-x-auto border-b">
      {tabs.map((tab, at) => {
        const isCurrent = at === current
        return (
          <Link
            key={tab.href}
            href={tab.href}
            aria-current={isCurrent ? 'page' : undefined}
            className={classNames(
              'flex h-9 shrink-0 items-center gap-1.5 border-transparent border-b-2 px-2.5 text-body text-muted -outline-offset-2 transition-colors hover:text-text pointer-coarse:h-11',
              isCurrent && 'border-accent-mark font-medium text-text',
            )}
          >
            {tab.label}
            {tab.count !== undefined && (
              <span className="font-mono text-caption text-faint tabular-nums">{tab.count}</span>
            )}
            {tab.alarm && <span className="text-bad text-caption">{tab.alarm}</span>}
          </Link>
        )
      })}
    </nav>
  )
}

/** On a phone the current tab may stand beyond the edge. Only the bar is scrolled, never the page. */
function bringIntoSight(bar: HTMLElement | null, current: number): void {
  const tab = bar?.children[current]
  if (!bar || !(tab instanceof HTMLElement)) return
  const [from, to] = [tab.offsetLeft - bar.offsetLeft, tab.offsetLeft - bar.offsetLeft + tab.offsetWidth]
  if (from < bar.scrollLeft || to > bar.scrollLeft + bar.clientWidth) bar.scrollLeft = to - bar.clientWidth
}
