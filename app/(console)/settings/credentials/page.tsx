import type { Metadata } from 'next'
import { CredentialsPage } from '@/components/settings/credentials-page.tsx'

export const metadata: Metadata = { title: 'Application credentials' }

export default function Page() {
  return <CredentialsPage />
}
