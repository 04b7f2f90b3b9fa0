'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../api.ts'
import { ApiError } from '../api-error.ts'
import type { Values } from '../forms/values.ts'
import { keys, queries } from '../queries.ts'
import type { PolicyDraft } from './draft.ts'
import { changePolicyCall, createPoliciesCall, type Stored } from './policy-calls.ts'
import { storedIn } from './stored-policy.ts'

/** Saves a policy, or several new ones, in one call that holds or does not. */
export function useSavePolicy(loadbalancer_id: string, start: Stored | null) {
  const client = useQueryClient()
  /** What the draft is a change of. */
  const [stored, setStored] = useState(start)
  const sent = async (call: Parameters<typeof api.send>[0]): Promise<void> => {
    await api.send(call)
    void client.invalidateQueries({ queryKey: keys.graph(loadbalancer_id) })
  }

  const create = (drafts: readonly PolicyDraft[], listener_id: string) => sent(createPoliciesCall(listener_id, drafts))
  const change = async (patch: Values | null): Promise<void> => {
    if (stored !== null && patch !== null) await sent(changePolicyCall(stored, patch))
  }
  /** What somebody else has made of it, which a save is a change of from now on; null when it is gone. */
  const loadTheirs = async (): Promise<Stored | null> => {
    const graph = await client.fetchQuery({ ...queries.graph(loadbalancer_id), staleTime: 0 })
    const theirs = storedIn(graph, stored?.policy.id ?? null)
    if (theirs !== null) setStored(theirs)
    return theirs
  }
  return { stored, create, change, loadTheirs }
}

/** Whether a save was refused because somebody else has changed the policy meanwhile. */
export function isOvertaken(error: unknown): error is ApiError {
  return error instanceof ApiError && error.issues.some((one) => one.about.startsWith('if_l7policy'))
}
