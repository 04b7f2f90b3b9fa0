'use client'

import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useEffect } from 'react'
import { queries } from '../queries.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { Skeleton } from '../ui/skeleton.tsx'

// The wizard brings the declarations and schemas of all resources along, and is loaded while its data is.
const WizardPage = dynamic(() => import('./wizard.tsx').then((module) => module.WizardPage), {
  ssr: false,
  loading: Waiting,
})

/** A load balancer with everything in it, created in one go. */
export function NewLoadBalancer() {
  const subnets = useQuery(queries.subnets())
  const session = useQuery(queries.session())
  const existing = useQuery(queries.loadBalancers())
  useEffect(() => void import('./wizard.tsx'), [])
  if (subnets.error)
    return <ErrorState title="The subnets can't be read" error={subnets.error} onRetry={subnets.refetch} />
  if (!subnets.data || !session.data || existing.isPending) return <Waiting />
  return (
    <WizardPage
      subnets={subnets.data}
      session={session.data}
      name={freeName((existing.data ?? []).map((one) => one.name))}
    />
  )
}

function Waiting() {
  return <Skeleton className="h-96 w-full" />
}

/** lb-1, lb-2, …: the first that is not taken. */
function freeName(names: readonly string[]): string {
  for (let at = 1; ; at += 1) {
    if (!names.includes(`lb-${at}`)) return `lb-${at}`
  }
}
