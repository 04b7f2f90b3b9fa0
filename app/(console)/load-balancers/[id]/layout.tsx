import type { ReactNode } from 'react'
import { LoadBalancerFrame } from '@/components/load-balancer/load-balancer-frame.tsx'

type Props = { readonly params: Promise<{ id: string }>; readonly children: ReactNode }

export default async function Layout({ params, children }: Props) {
  const { id } = await params
  return <LoadBalancerFrame id={id}>{children}</LoadBalancerFrame>
}
