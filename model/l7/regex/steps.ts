import { tableOf } from './bytes.ts'
import type { Expression, Place, Repeat } from './expression.ts'

/**
 * An expression as steps that read a text from its end to its start. From the end, because what follows a place is known then to
 * a look ahead.
 */
export type Steps = { readonly all: readonly Step[]; readonly entry: number }

export type Step =
  | { readonly do: 'take'; readonly table: Uint8Array; readonly next: number }
  | { readonly do: 'go on'; readonly nexts: readonly number[] }
  | { readonly do: 'place'; readonly place: Place; readonly next: number }
  | { readonly do: 'look'; readonly steps: Steps; readonly isNegated: boolean; readonly next: number }
  | { readonly do: 'finish' }

type Writing = { readonly all: Step[] }

export function stepsOf(expression: Expression): Steps {
  const writing: Writing = { all: [] }
  const entry = write(writing, expression, put(writing, { do: 'finish' }))
  return { all: writing.all, entry }
}

function put({ all }: Writing, step: Step): number {
  return all.push(step) - 1
}

/** Writes the steps of an expression, of which the last leads to `next`, and returns the first. */
function write(writing: Writing, expression: Expression, next: number): number {
  switch (expression.is) {
    case 'byte':
      return put(writing, { do: 'take', table: tableOf(expression.set), next })
    case 'place':
      return put(writing, { do: 'place', place: expression.place, next })
    case 'look': {
      const steps = stepsOf(expression.body)
      return put(writing, { do: 'look', steps, isNegated: expression.isNegated, next })
    }
    case 'sequence':
      // From the end: what is written last is taken first.
      return expression.parts.reduce((after, part) => write(writing, part, after), next)
    case 'choice':
      return put(writing, { do: 'go on', nexts: expression.branches.map((branch) => write(writing, branch, next)) })
    case 'repeat':
      return writeRepeat(writing, expression, next)
  }
}

function writeRepeat(writing: Writing, { body, least, most }: Repeat, next: number): number {
  let entry = next
  let written = 0
  if (most === Infinity) {
    const nexts = [next]
    const fork = put(writing, { do: 'go on', nexts })
    const again = write(writing, body, fork)
    nexts.push(again)
    entry = least === 0 ? fork : again
    written = 1
  } else {
    for (let optional = least; optional < most; optional += 1)
      entry = put(writing, { do: 'go on', nexts: [write(writing, body, entry), next] })
  }
  for (; written < least; written += 1) entry = write(writing, body, entry)
  return entry
}
