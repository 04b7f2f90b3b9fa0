import type { Metadata } from 'next'
import { PoliciesPage } from '@/components/policy/policies-page.tsx'

export const metadata: Metadata = { title: 'Policies' }

type Props = { readonly params: Promise<{ listener: string }> }

export default async function Page({ params }: Props) {
  const { listener } = await params
  return <PoliciesPage listener_id={listener} />
}
