'use client'

import Link from 'next/link'
import { links } from '../links.ts'
import { Button } from '../ui/button.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { Explanation, type ExplanationProps } from './explanation.tsx'
import { policyName } from './names.ts'

export type ExplainPanelProps = ExplanationProps & { readonly onClose: () => void }

/** What a policy does and what it became, beside the list that it stands in. */
export function ExplainPanel({ graph, policy_id, onClose }: ExplainPanelProps) {
  const policy = graph.l7_policies.find((one) => one.id === policy_id)
  return (
    <Sheet
      isOpen
      onOpenChange={onClose}
      title={policy ? `Policy ${policyName(policy)} explained` : 'There is no such policy'}
      className="max-w-160"
      footer={
        policy && (
          <>
            <Button asChild>
              <Link href={links.policies(graph.load_balancer.id, policy.listener_id, policy.id)}>Edit policy</Link>
            </Button>
            <Button look="primary" onClick={onClose}>
              Done
            </Button>
          </>
        )
      }
    >
      {policy ? (
        <Explanation graph={graph} policy_id={policy_id} />
      ) : (
        <p className="text-muted">It was deleted, or it belongs to another listener.</p>
      )}
    </Sheet>
  )
}
