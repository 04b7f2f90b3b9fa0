'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { links } from '../links.ts'
import { useGraph } from '../load-balancer/use-graph.tsx'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'

/** Leads from a policy, or from one of its rules, to the policies of its listener. */
export function PolicyFinder({ id }: { readonly id: string }) {
  const router = useRouter()
  const graph = useGraph()
  const policy_id = graph.l7_rules.find((one) => one.id === id)?.l7policy_id ?? id
  const policy = graph.l7_policies.find((one) => one.id === policy_id)
  const href = policy ? links.policies(graph.load_balancer.id, policy.listener_id, policy.id) : null
  useEffect(() => {
    if (href !== null) router.replace(href)
  }, [href, router])
  if (href !== null) return null
  return (
    <EmptyState
      title="There is no such policy"
      action={
        <Button asChild>
          <Link href={links.listeners(graph.load_balancer.id)}>All listeners</Link>
        </Button>
      }
    >
      It was deleted, or it belongs to another load balancer.
    </EmptyState>
  )
}
