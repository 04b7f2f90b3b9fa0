import type { Metadata } from 'next'
import { NewLoadBalancer } from '@/components/wizard/new-load-balancer.tsx'

export const metadata: Metadata = { title: 'New load balancer' }

export default function Page() {
  return <NewLoadBalancer />
}
