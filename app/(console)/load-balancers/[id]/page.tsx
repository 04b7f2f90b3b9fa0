import type { Metadata } from 'next'
import { LoadBalancerOverview } from '@/components/load-balancer/overview-page.tsx'

export const metadata: Metadata = { title: 'Load balancer' }

export default function Page() {
  return <LoadBalancerOverview />
}
