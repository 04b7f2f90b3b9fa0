'use client'

import type { Served, Shadow } from 'model/l7/shadow/shadows'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useSettled } from '../../forms/use-settled.ts'
import { isSameOrder } from '../order.ts'
import { betweenMoved, inOrder } from './questions.ts'
import { useShadowWorker } from './use-shadow-worker.ts'

export type Shadows = ReadonlyMap<string, Shadow>

const none: Shadows = new Map()
const settlingMilliseconds = 100

/** The dead ones of these policies, soon after they have changed; those of before until then. `served` has to be memoised. */
export function useShadows(served: readonly Served[] | null): Shadows {
  const { ask, forget } = useShadowWorker()
  const settled = useSettled(served, settlingMilliseconds)
  const [shadows, setShadows] = useState(none)
  useEffect(() => {
    if (settled === null) {
      setShadows(none)
      return
    }
    ask({ served: settled, only: null, overlapsOf: null }, (answer) =>
      setShadows(new Map(answer.shadows.map((one) => [one.policy_id, one]))),
    )
    return forget
  }, [settled, ask, forget])
  return shadows
}

/** What would die if the policies stood in another order than they do; asked while one of them is held over the place of another. */
export function useForeseenShadows(served: readonly Served[], dead: Shadows) {
  const { ask, forget } = useShadowWorker()
  const [foreseen, setForeseen] = useState<ReadonlySet<string>>(nobody)
  const order = useMemo(() => served.map((one) => one.policy.id), [served])
  const asked = useRef<readonly string[]>(order)
  const foresee = useCallback(
    (next: readonly string[]) => {
      if (isSameOrder(asked.current, next)) return
      asked.current = next
      const only = betweenMoved(order, next)
      forget()
      if (only.length === 0) return setForeseen(nobody)
      ask({ served: inOrder(served, next), only, overlapsOf: null }, ({ shadows }) =>
        setForeseen((before) =>
          sameOr(
            before,
            shadows.map((one) => one.policy_id).filter((id) => !dead.has(id)),
          ),
        ),
      )
    },
    [ask, forget, served, order, dead],
  )
  const stop = useCallback(() => {
    asked.current = []
    forget()
    setForeseen(nobody)
  }, [forget])
  return { foreseen, foresee, stop }
}

const nobody: ReadonlySet<string> = new Set()

/** A set of the ids, which is the one of before if they are the same: nothing has to be drawn then. */
function sameOr(before: ReadonlySet<string>, ids: readonly string[]): ReadonlySet<string> {
  return before.size === ids.length && ids.every((id) => before.has(id)) ? before : new Set(ids)
}
