import type { Metadata } from 'next'
import { PolicyFinder } from '@/components/policy/policy-finder.tsx'

export const metadata: Metadata = { title: 'Policy' }

type Props = { readonly params: Promise<{ policy: string }> }

export default async function Page({ params }: Props) {
  const { policy } = await params
  return <PolicyFinder id={policy} />
}
