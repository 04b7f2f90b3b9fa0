import type { Metadata } from 'next'
import { ListPage } from '@/components/load-balancer/list-page.tsx'

export const metadata: Metadata = { title: 'Load balancers' }

export default function Page() {
  return <ListPage />
}
