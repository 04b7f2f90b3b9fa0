import type { Metadata } from 'next'
import { NetworksPage } from '@/components/networks/networks-page.tsx'

export const metadata: Metadata = { title: 'Networks' }

export default function Page() {
  return <NetworksPage />
}
