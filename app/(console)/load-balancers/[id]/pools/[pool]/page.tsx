import type { Metadata } from 'next'
import { PoolPage } from '@/components/pool/pool-page.tsx'

export const metadata: Metadata = { title: 'Pool' }

type Props = { readonly params: Promise<{ pool: string }> }

export default async function Page({ params }: Props) {
  const { pool } = await params
  return <PoolPage pool_id={pool} />
}
