'use client'

import type { ReactNode } from 'react'
import { useSession } from '../frame/use-session.ts'
import { links } from '../links.ts'
import { LinkTabs } from '../ui/link-tabs.tsx'
import { PageHeader } from '../ui/page-header.tsx'

/** The head that all pages of the settings have. Only administrators have people to look after. */
export function SettingsFrame({ children }: { readonly children: ReactNode }) {
  const isAdmin = useSession()?.user?.is_admin ?? false
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <PageHeader title="Settings" />
      <LinkTabs
        label="Settings"
        tabs={[
          { href: links.settings(), label: 'General', isExact: true },
          { href: links.projects(), label: 'Projects' },
          ...(isAdmin ? [{ href: links.people(), label: 'People' }] : []),
          { href: links.quotas(), label: 'Quotas' },
          { href: links.credentials(), label: 'Credentials' },
        ]}
      />
      {children}
    </div>
  )
}

/** What a page of the settings is about, and what can be done on it. */
export function SettingsHead({
  description,
  action,
}: {
  readonly description: ReactNode
  readonly action?: ReactNode
}) {
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <p className="max-w-180 text-muted">{description}</p>
      {action}
    </div>
  )
}
