import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { SignInForm } from '@/components/auth/sign-in-form.tsx'
import { links } from '@/components/links.ts'
import { isSetUp } from '@/server/services/accounts.ts'

export const metadata: Metadata = { title: 'Sign in' }

export default async function Page({ searchParams }: { readonly searchParams: Promise<{ readonly next?: string }> }) {
  if (!(await isSetUp())) redirect(links.setup())
  const { next } = await searchParams
  return <SignInForm next={next ?? links.overview()} />
}
