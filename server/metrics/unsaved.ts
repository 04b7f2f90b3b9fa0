import type { Second } from 'model/contract/sample'
import { processwide } from '../process.ts'

/**
 * Seconds that are counted and not in the database yet, at most the step under way. They are what a killed process loses: ten seconds
 * of statistics, for one transaction in ten seconds instead of ten.
 */
export type Unsaved = { seconds: Second[] }

export function unsaved(): Unsaved {
  return processwide('unsaved', (): Unsaved => ({ seconds: [] }))
}
