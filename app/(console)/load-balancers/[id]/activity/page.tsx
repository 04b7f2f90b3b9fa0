import type { Metadata } from 'next'
import { ActivityLog } from '@/components/activity/activity-log.tsx'

export const metadata: Metadata = { title: 'Activity' }

type Props = { readonly params: Promise<{ id: string }> }

export default async function Page({ params }: Props) {
  const { id } = await params
  return <ActivityLog loadbalancer_id={id} />
}
