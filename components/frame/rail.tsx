'use client'

import { PanelLeftClose, PanelLeftOpen } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useState } from 'react'
import { IconButton } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { Mark } from './mark.tsx'
import { isWithin, sections } from './sections.ts'
import { railCookie, rememberChoice } from './theme.ts'

/** The left rail: 224 px with words, 56 px with icons alone; on a phone it is a drawer (`drawer.tsx`). */
export function Rail({ startsCollapsed }: { readonly startsCollapsed: boolean }) {
  const [isCollapsed, setCollapsed] = useState(startsCollapsed)
  const toggle = () => {
    rememberChoice(railCookie, isCollapsed ? null : 'icons')
    setCollapsed(!isCollapsed)
  }
  return (
    <aside
      className={classNames(
        'sticky top-0 hidden h-dvh shrink-0 flex-col border-r bg-surface transition-[width] md:flex',
        isCollapsed ? 'w-14' : 'w-56',
      )}
    >
      <Link href="/" className="flex h-12 items-center gap-2.5 px-4 font-medium text-section" aria-label="Fulcrum">
        <Mark className="size-6 shrink-0" />
        {!isCollapsed && 'Fulcrum'}
      </Link>
      <RailLinks isCollapsed={isCollapsed} />
      <div className={classNames('mt-auto flex p-2', isCollapsed ? 'justify-center' : 'justify-end')}>
        <IconButton label={isCollapsed ? 'Show the names' : 'Show icons only'} onClick={toggle}>
          {isCollapsed ? <PanelLeftOpen aria-hidden /> : <PanelLeftClose aria-hidden />}
        </IconButton>
      </div>
    </aside>
  )
}

export function RailLinks({
  isCollapsed = false,
  onGo,
}: {
  readonly isCollapsed?: boolean
  readonly onGo?: () => void
}) {
  const pathname = usePathname()
  return (
    <nav aria-label="Main" className="grid gap-0.5 px-2 py-2">
      {sections.map(({ href, label, icon: Icon }) => {
        const isCurrent = isWithin(pathname, href)
        return (
          <Link
            key={href}
            href={href}
            {...(onGo ? { onClick: onGo } : {})}
            aria-current={isCurrent ? 'page' : undefined}
            title={isCollapsed ? label : undefined}
            className={classNames(
              'flex h-8 items-center gap-2.5 rounded-control px-2.5 text-muted transition-colors hover:bg-sunken hover:text-text pointer-coarse:h-11',
              isCurrent && 'bg-accent-soft font-medium text-accent-text hover:bg-accent-soft hover:text-accent-text',
            )}
          >
            <Icon className="size-4 shrink-0" aria-hidden />
            <span className={isCollapsed ? 'sr-only' : 'truncate'}>{label}</span>
          </Link>
        )
      })}
    </nav>
  )
}
