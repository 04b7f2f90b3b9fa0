'use client'

import { useQueryClient } from '@tanstack/react-query'
import type { L7Policy } from 'model/resources/l7-policy'
import type { L7Rule } from 'model/resources/l7-rule'
import { useState } from 'react'
import { api } from '../api.ts'
import { keys } from '../queries.ts'
import type { PolicyDraft } from './draft.ts'
import { type PolicyChange, policyBody, policyChanges } from './policy-calls.ts'

export type Stored = { readonly policy: L7Policy; readonly rules: readonly L7Rule[] }

/** What is refused in the middle: what was done before it stays done, and is said. */
export class HalfDone extends Error {
  override readonly name = 'HalfDone'
  constructor(done: number, of: number, reason: Error) {
    super(`${done} of ${of} changes were made, then: ${reason.message}`, { cause: reason })
  }
}

/** Brings the policy to what the draft says, call by call. After a refusal only what is left is tried again. */
export function useSavePolicy(loadbalancer_id: string, start: Stored | null) {
  const client = useQueryClient()
  const [stored, setStored] = useState(start)
  const refetch = () => client.invalidateQueries({ queryKey: keys.graph(loadbalancer_id) })

  /** The drafts one behind the other; answers how many there are now. */
  const create = async (drafts: readonly PolicyDraft[], listener_id: string): Promise<void> => {
    try {
      for (const [at, draft] of drafts.entries()) {
        await api.l7_policy.create(policyBody(draft, listener_id)).catch((error: Error) => {
          throw at === 0 ? error : new HalfDone(at, drafts.length, error)
        })
      }
    } finally {
      void refetch()
    }
  }

  /** `onRule` hears the id that a new rule got. */
  const change = async (draft: PolicyDraft, onRule: (row: number, id: string) => void): Promise<void> => {
    if (stored === null) return
    const changes = policyChanges(stored, draft)
    let now = stored
    try {
      for (const [at, one] of changes.entries()) {
        now = await made(one, now, onRule).catch((error: Error) => {
          throw at === 0 ? error : new HalfDone(at, changes.length, error)
        })
        setStored(now)
      }
    } finally {
      void refetch()
    }
  }
  return { stored, create, change }
}

async function made(
  change: PolicyChange,
  { policy, rules }: Stored,
  onRule: (row: number, id: string) => void,
): Promise<Stored> {
  const place = { l7policy_id: policy.id }
  if (change.kind === 'l7_policy') {
    const changed = await api.l7_policy.update(policy.id, change.values)
    return { policy: { ...policy, ...changed }, rules }
  }
  if (change.do === 'create') {
    const created = await api.l7_rule.create(change.values, place)
    onRule(change.row, created.id)
    return { policy, rules: [...rules, created] }
  }
  if (change.do === 'remove') {
    await api.l7_rule.remove(change.id, place)
    return { policy, rules: rules.filter((one) => one.id !== change.id) }
  }
  const changed = await api.l7_rule.update(change.id, change.values, place)
  return { policy, rules: rules.map((one) => (one.id === change.id ? changed : one)) }
}
