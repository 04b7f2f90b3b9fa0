import { randomBytes } from 'node:crypto'
import { clock } from '../clock.ts'
import { processwide } from '../process.ts'

/** The moment of the newest id, and how many it has had. */
type Last = { milliseconds: number; count: number }
/** The counter's 12 bits. */
const idsPerMillisecond = 4_096

/**
 * A new id that sorts after every one before it (UUID version 7, RFC 9562, 5.7): rows that are created in one go are shown in the
 * order in which they were written down.
 */
export function newId(): string {
  const last = processwide('ids', (): Last => ({ milliseconds: 0, count: 0 }))
  const now = Math.max(clock().now(), last.milliseconds)
  const isSame = now === last.milliseconds && last.count < idsPerMillisecond - 1
  last.count = isSame ? last.count + 1 : 0
  // A millisecond that is full borrows from the next.
  last.milliseconds = isSame || now > last.milliseconds ? now : now + 1
  const time = last.milliseconds.toString(16).padStart(12, '0')
  const count = last.count.toString(16).padStart(3, '0')
  const random = randomBytes(8)
  random[0] = ((random[0] ?? 0) & 0x3f) | 0x80
  const tail = random.toString('hex')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${count}-${tail.slice(0, 4)}-${tail.slice(4)}`
}
