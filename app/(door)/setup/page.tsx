import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { SetupForm } from '@/components/auth/setup-form.tsx'
import { links } from '@/components/links.ts'
import { isSetUp } from '@/server/services/accounts.ts'

export const metadata: Metadata = { title: 'Set up' }

export default async function Page() {
  if (await isSetUp()) redirect(links.signIn())
  return <SetupForm />
}
