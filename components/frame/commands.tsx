'use client'

import { Search } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { links } from '../links.ts'
import { Button } from '../ui/button.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { sections } from './sections.ts'
import { useShortcuts } from './use-shortcuts.ts'

// Both are seldom opened: they come when they are.
const Palette = dynamic(() => import('./palette.tsx').then((module) => module.Palette), { ssr: false })
const ShortcutsDialog = dynamic(() => import('./shortcuts-dialog.tsx').then((module) => module.ShortcutsDialog), {
  ssr: false,
})

type Open = 'palette' | 'shortcuts' | null

/** Puts the cursor into the filter of the page's table, if there is one. */
function focusFilter(): boolean {
  const filter = document.querySelector<HTMLInputElement>('input[data-filter]')
  filter?.focus()
  return filter !== null
}

/** The search field of the top bar, what it opens, and the keys that work everywhere. */
export function Commands() {
  const router = useRouter()
  const [open, setOpen] = useState<Open>(null)
  const close = (isOpen: boolean) => setOpen((now) => (isOpen ? now : null))
  const goTo = Object.fromEntries(sections.map((section) => [section.keys, () => router.push(section.href)]))
  useShortcuts({
    ...goTo,
    c: () => router.push(links.newLoadBalancer()),
    '/': () => focusFilter() || setOpen('palette'),
    '?': () => setOpen('shortcuts'),
    'ctrl k': () => setOpen((now) => (now === 'palette' ? null : 'palette')),
  })
  return (
    <>
      <Button
        onClick={() => setOpen('palette')}
        className="justify-start gap-2 border-line px-2 font-normal text-faint md:w-60"
        aria-label="Search or jump to"
        aria-keyshortcuts="Control+K"
      >
        <Search aria-hidden />
        <span className="hidden flex-1 text-left md:inline">Search or jump to…</span>
        <span className="hidden gap-1 md:flex" aria-hidden>
          <Kbd>Ctrl K</Kbd>
        </span>
      </Button>
      {open === 'palette' && <Palette isOpen onOpenChange={close} onShowShortcuts={() => setOpen('shortcuts')} />}
      {open === 'shortcuts' && <ShortcutsDialog isOpen onOpenChange={close} />}
    </>
  )
}
