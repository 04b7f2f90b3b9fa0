import { DomainError } from 'model/errors'
import { bus } from '../bus.ts'
import { clock } from '../clock.ts'
import { processwide } from '../process.ts'

/** How long a writer waits while nothing moves, and in all. In milliseconds. */
const patience = { standstill: 5_000, total: 30_000 }

/** Thrown by an attempt that found the load balancer still being changed. */
export class StillBusy extends Error {
  override readonly name = 'StillBusy'
}

/** Who changes one load balancer now, and who comes next. */
type Line = { isTaken: boolean; readonly waiting: (() => void)[] }

const lines = () => processwide('lines', () => new Map<string, Line>())

/**
 * Lets writers of one load balancer attempt their change one after the other, in the order in which they came, each when the change
 * before it has been applied. A writer gives up after five seconds in which nothing was applied: then something is stuck.
 */
export async function inTurn<T>(id: string, busyMessage: string, attempt: () => Promise<T>): Promise<T> {
  const waiting = startWaiting(id, busyMessage)
  const leave = await enter(id, waiting.tooLong).catch((error: unknown) => {
    waiting.stop()
    throw error
  })
  try {
    for (;;) {
      const settled = waiting.nextSettled()
      const result = await attempt().catch(busyOnly)
      if (result !== stillBusy) return result
      await Promise.race([settled, waiting.tooLong])
    }
  } finally {
    waiting.stop()
    leave()
  }
}

const stillBusy = Symbol('still busy')

function busyOnly(error: unknown): typeof stillBusy {
  if (error instanceof StillBusy) return stillBusy
  throw error
}

async function enter(id: string, tooLong: Promise<never>): Promise<() => void> {
  const line = lines().get(id) ?? { isTaken: false, waiting: [] }
  lines().set(id, line)
  if (line.isTaken) {
    let go = () => {}
    const turn = new Promise<void>((resolve) => {
      go = resolve
      line.waiting.push(resolve)
    })
    await Promise.race([turn, tooLong]).catch((error: unknown) => {
      const at = line.waiting.indexOf(go)
      // Its turn may have come in the same moment: then the next one takes it.
      if (at >= 0) line.waiting.splice(at, 1)
      else leave(id, line)
      throw error
    })
  }
  line.isTaken = true
  return () => leave(id, line)
}

/** The turn goes straight to the next: the line stays taken in between, so that nobody who comes later slips in. */
function leave(id: string, line: Line): void {
  const next = line.waiting.shift()
  if (next) {
    next()
    return
  }
  line.isTaken = false
  lines().delete(id)
}

function startWaiting(id: string, busyMessage: string) {
  const begun = clock().now()
  let giveUp: (error: DomainError) => void = () => {}
  const tooLong = new Promise<never>((_, reject) => {
    giveUp = reject
  })
  // It is raced, and may lose without anybody listening any more.
  tooLong.catch(() => {})

  let wake = () => {}
  let cancel = () => {}
  const wait = () => {
    cancel()
    const left = Math.min(patience.standstill, begun + patience.total - clock().now())
    cancel = clock().after(left, () => giveUp(new DomainError('busy', busyMessage)))
  }
  const onSettled = (settled: string) => {
    if (settled !== id) return
    wait()
    wake()
  }
  bus().on('settled', onSettled)
  wait()

  return {
    tooLong,
    nextSettled: () =>
      new Promise<void>((resolve) => {
        wake = resolve
      }),
    stop: () => {
      cancel()
      bus().off('settled', onSettled)
    },
  }
}
