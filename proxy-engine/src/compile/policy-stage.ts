import type { Place } from 'model/l7/treatment'
import type { Line } from './compiled.ts'
import { line } from './ir.ts'
import { expression, type Word } from './words.ts'

/** Where the lines of a treatment stand, and when they hold. */
export type Stage = {
  readonly about: string
  readonly place: Place
  /** ` if <acl of the policy>`, or nothing in a backend of its own. */
  readonly conditions: readonly Word[]
}

export function rule(stage: Stage, words: readonly Word[], conditions: readonly Word[] = []): Line {
  const all = [...stage.conditions, ...conditions]
  return line(stage.about, ...words, ...(all.length === 0 ? [] : [expression('if'), ...all]))
}
