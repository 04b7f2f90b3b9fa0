'use client'

import dynamic from 'next/dynamic'
import { Skeleton } from '../ui/skeleton.tsx'
import { SettingsFrame, SettingsHead } from './settings-frame.tsx'

// What knows the limits comes beside them, not before the page.
const QuotaTable = dynamic(() => import('./quota-table.tsx').then((module) => module.QuotaTable), {
  ssr: false,
  loading: () => <Skeleton className="h-30 w-full" />,
})

export function QuotasPage() {
  return (
    <SettingsFrame>
      <SettingsHead description="How much a project may have. What would go beyond is refused, and what is there already stays and goes on serving." />
      <QuotaTable />
    </SettingsFrame>
  )
}
