import type { Metadata } from 'next'
import { RouteTestsPage } from '@/components/policy/route-tests-page.tsx'

export const metadata: Metadata = { title: 'Route tests' }

type Props = { readonly params: Promise<{ listener: string }> }

export default async function Page({ params }: Props) {
  const { listener } = await params
  return <RouteTestsPage listener_id={listener} />
}
