import { bus } from '../bus.ts'
import { clock } from '../clock.ts'
import { database } from '../store/client.ts'
import { type Standing, standingOf } from '../store/revisions.ts'

/** How long whoever wants a change confirmed is kept waiting, in milliseconds. */
const patience = 10_000

/**
 * Why the data plane refused the last change of a load balancer; null when it runs it, and also when nobody has answered in time: it
 * then takes effect as soon as an engine is there.
 */
export async function refusalOf(loadbalancer_id: string): Promise<string | null> {
  const wanted = (await standingOf(database(), loadbalancer_id))?.revision ?? 0
  const settled = watching(loadbalancer_id)
  try {
    for (;;) {
      const answered = settled.next()
      const now = await standingOf(database(), loadbalancer_id)
      const verdict = now === null ? null : verdictOf(now, wanted)
      if (verdict !== 'none yet') return verdict?.reason ?? null
      if (!(await answered)) return null
    }
  } finally {
    settled.stop()
  }
}

/** Whether the data plane runs a load balancer as it is wanted now. */
export async function isApplied(loadbalancer_id: string): Promise<boolean> {
  const now = await standingOf(database(), loadbalancer_id)
  return now !== null && (now.applied_revision ?? 0) >= now.revision
}

/** Null when the revision runs. */
function verdictOf({ applied_revision, settled_revision, status_reason }: Standing, wanted: number) {
  if ((applied_revision ?? 0) >= wanted) return null
  if ((settled_revision ?? 0) >= wanted) return { reason: status_reason ?? 'It did not say why.' }
  return 'none yet' as const
}

/** `next` answers true when the load balancer settles after it was called, false when the patience is at its end. */
function watching(loadbalancer_id: string) {
  let wake = (_: boolean) => {}
  let isOver = false
  const onSettled = (id: string) => {
    if (id === loadbalancer_id) wake(true)
  }
  const cancel = clock().after(patience, () => {
    isOver = true
    wake(false)
  })
  bus().on('settled', onSettled)
  return {
    next: () =>
      new Promise<boolean>((resolve) => {
        wake = resolve
        if (isOver) resolve(false)
      }),
    stop: () => {
      cancel()
      bus().off('settled', onSettled)
    },
  }
}
