import type { Metadata } from 'next'
import { PoolsPage } from '@/components/pool/pools-page.tsx'

export const metadata: Metadata = { title: 'Pools' }

export default function Page() {
  return <PoolsPage />
}
