'use client'

import { ruleSentence } from 'model/l7/sentence'
import { CopyAs } from '../forms/copy-as.tsx'
import { removeCall } from '../forms/row-calls.ts'
import { useRemove } from '../forms/use-changes.ts'
import { DestructiveDialog } from '../ui/destructive-dialog.tsx'
import { plural, rate } from '../ui/format.ts'
import { toast } from '../ui/toast.tsx'
import type { PolicyEntry } from './entries.ts'
import { policyName } from './names.ts'
import { usePoliciesTraffic } from './use-policy-traffic.tsx'

/** Asks before policies are deleted: what they take now, and which conditions go with them. */
export function DeletePolicies({
  entries,
  loadbalancer_id,
  onClose,
  onDeleted,
}: {
  readonly entries: readonly PolicyEntry[]
  readonly loadbalancer_id: string
  readonly onClose: () => void
  readonly onDeleted: () => void
}) {
  const remove = useRemove(loadbalancer_id)
  const traffic = usePoliciesTraffic()
  const [first] = entries
  const isOne = entries.length === 1 && first !== undefined
  const what = isOne ? `policy ${policyName(first.policy)}` : plural(entries.length, 'policy', 'policies')
  const hits = entries.reduce((sum, one) => sum + (traffic.of(one.policy.id)?.rate ?? 0), 0)
  return (
    <DestructiveDialog
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
      title={`Delete ${what}?`}
      description={`What ${isOne ? 'it takes' : 'they take'} goes to the policies below ${isOne ? 'it' : 'them'}, and then to the default pool. Pools stay.`}
      losses={isOne ? lossesOf(first) : entries.map(lossOf)}
      traffic={hits > 0 ? `It carries traffic now: ${rate(hits, traffic.decided.unit)}.` : null}
      confirmWord={hits > 0 ? (isOne ? policyName(first.policy) : String(entries.length)) : null}
      aside={<CopyAs calls={() => entries.map(({ policy }) => removeCall('l7_policy', policy))} />}
      action={isOne ? 'Delete policy' : 'Delete policies'}
      onConfirm={async () => {
        // One after the other: they are all changes of one load balancer, which takes one at a time.
        for (const { policy } of entries) await remove.mutateAsync({ kind: 'l7_policy', row: policy })
        onDeleted()
        toast.done(`${what.charAt(0).toUpperCase()}${what.slice(1)} ${isOne ? 'is' : 'are'} being deleted`)
      }}
    />
  )
}

function lossesOf({ rules }: PolicyEntry) {
  return rules.map((one) => ({ key: one.id, label: `Condition: ${ruleSentence(one)}` }))
}

function lossOf({ policy, rules }: PolicyEntry) {
  return { key: policy.id, label: `Policy ${policyName(policy)}`, detail: plural(rules.length, 'condition') }
}
