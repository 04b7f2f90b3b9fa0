'use client'

import { type Graph, rulesOf } from 'model/graph/graph'
import type { HttpRequest } from 'model/l7/request'
import type { Served } from 'model/l7/shadow/shadows'
import { useMemo, useRef } from 'react'
import type { PolicyEntry } from '../entries.ts'
import { policyName } from '../names.ts'
import { inOrder, servedIn } from './questions.ts'
import { shadowSentence } from './shadow-text.ts'
import { useForeseenShadows, useShadows } from './use-shadows.ts'

/** What a card says of a policy that never matches. */
export type CardShadow = {
  readonly sentence: string
  readonly example: HttpRequest | null
  /** The first of those that take its traffic, and how many they are; null where no place would help. */
  readonly above: { readonly id: string; readonly count: number } | null
}

/** The policies that never match, in the order that the page shows, and what a drag would add to them. */
export function usePolicyShadows(
  graph: Graph,
  listener_id: string,
  order: readonly string[],
  entries: readonly PolicyEntry[],
) {
  const served = useSame(useMemo(() => inOrder(servedIn(graph, listener_id), order), [graph, listener_id, order]))
  const shadows = useShadows(served)
  const { foreseen, foresee, stop } = useForeseenShadows(served, shadows)
  const cards = useMemo(() => {
    const named = new Map(
      entries.map(({ policy }, at) => [policy.id, { name: policyName(policy), position: at + 1 }] as const),
    )
    return new Map(
      [...shadows].map(([id, shadow]): [string, CardShadow] => {
        const [first] = shadow.by
        return [
          id,
          {
            sentence: shadowSentence(shadow, rulesOf(graph, id), (one) => named.get(one) ?? { name: '', position: 0 }),
            example: shadow.example?.request ?? null,
            above: first === undefined ? null : { id: first, count: shadow.by.length },
          },
        ]
      }),
    )
  }, [shadows, entries, graph])
  return { cards, foreseen, foresee, stop }
}

/** The graph is read again and again; the worker is asked only when what policies ask has changed. */
function useSame(served: readonly Served[]): readonly Served[] {
  const text = useMemo(() => JSON.stringify(served), [served])
  const kept = useRef({ text, served })
  if (kept.current.text !== text) kept.current = { text, served }
  return kept.current.served
}
