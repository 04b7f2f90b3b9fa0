'use client'

import { useQuery } from '@tanstack/react-query'
import { Timer } from 'lucide-react'
import { queries } from '../queries.ts'
import { costText, isWorthTelling } from './cost-text.ts'

/** Says what policies cost that no lookup finds, once there are so many of them that it matters. */
export function PolicyCost({ listener_id, total }: { readonly listener_id: string; readonly total: number }) {
  const { data } = useQuery({ ...queries.policyCost(listener_id), enabled: isWorthTelling(total) })
  if (data === undefined || !isWorthTelling(data.tried)) return null
  return (
    <p className="flex items-start gap-2 rounded-control bg-sunken px-3 py-2 text-muted">
      <Timer className="mt-0.5 size-4 shrink-0 text-faint" aria-hidden />
      <span>{costText(data)}</span>
    </p>
  )
}
