'use client'

import type { Graph } from 'model/graph/graph'
import { useState } from 'react'
import { useCreate } from '../forms/use-changes.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { Select } from '../ui/select.tsx'
import { toast } from '../ui/toast.tsx'
import { draftOf } from './draft.ts'
import type { PolicyEntry } from './entries.ts'
import { policyName } from './names.ts'
import { policyBody } from './policy-calls.ts'
import { takesPolicies } from './takes-policies.ts'

/** Puts a copy of a policy, rules and all, at the end of another listener's. */
export function CopyDialog({
  graph,
  entry,
  onClose,
}: {
  readonly graph: Graph
  readonly entry: PolicyEntry
  readonly onClose: () => void
}) {
  const others = graph.listeners.filter((one) => one.id !== entry.policy.listener_id && takesPolicies(one.protocol))
  const [listener_id, setListener] = useState(others[0]?.id ?? null)
  const create = useCreate(graph.load_balancer.id)
  const listener = others.find((one) => one.id === listener_id)
  const copy = () => {
    if (!listener) return
    const { position: _, ...draft } = draftOf(entry.policy, entry.rules)
    const values = { listener_id: listener.id, ...policyBody({ ...draft, position: null }) }
    create.mutate(
      { kind: 'l7_policy', values },
      {
        onSuccess: () => {
          toast.done(`Policy ${policyName(entry.policy)} copied to listener ${nameOf(listener)}`)
          onClose()
        },
      },
    )
  }
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
      title={`Copy policy ${policyName(entry.policy)}`}
      description="The copy is put last there; this one stays."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" disabled={!listener} isBusy={create.isPending} onClick={copy}>
            Copy policy
          </Button>
        </>
      }
    >
      {others.length === 0 ? (
        <p className="text-muted">This load balancer has no other HTTP listener to copy it to.</p>
      ) : (
        <Field label="Listener" error={create.error?.message}>
          {(control) => (
            <Select
              {...control}
              value={listener_id}
              options={others.map((one) => ({ value: one.id, label: `${nameOf(one)} · ${one.protocol_port}` }))}
              onChange={setListener}
            />
          )}
        </Field>
      )}
    </Dialog>
  )
}

function nameOf({ name, protocol_port }: { readonly name: string; readonly protocol_port: number }): string {
  return name || String(protocol_port)
}
