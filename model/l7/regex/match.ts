import { type ByteSet, bytesOf, isWordByte, tableOf } from './bytes.ts'
import type { Expression, Place, Repeat } from './expression.ts'

/**
 * An expression as steps that read a text from its end to its start, all ways at once, so that the time is at most the length of
 * the text times that of the expression. JavaScript's own engine tries one way after the other, without the limit that PCRE2
 * has: `.*.*.*.*.*.*x` would hang a simulation. From the end, because what follows a place is known then to a look ahead.
 */
type Steps = { readonly all: readonly Step[]; readonly entry: number }

type Step =
  | { readonly do: 'take'; readonly table: Uint8Array; readonly next: number }
  | { readonly do: 'go on'; readonly nexts: readonly number[] }
  | { readonly do: 'check'; readonly holds: (text: Text, at: number) => boolean; readonly next: number }
  | { readonly do: 'finish' }

type Text = {
  readonly bytes: readonly number[]
  /** Where each look ahead would find something, once it was asked. */
  readonly ahead: Map<Steps, Uint8Array>
}

type Writing = { readonly all: Step[]; readonly tables: Map<ByteSet, Uint8Array> }

/** Asks whether the expression finds something in a text. */
export function finderOf(expression: Expression): (text: string) => boolean {
  const steps = stepsOf(expression, new Map())
  return (text) => startsIn({ bytes: bytesOf(text), ahead: new Map() }, steps).includes(1)
}

function stepsOf(expression: Expression, tables: Writing['tables']): Steps {
  const writing: Writing = { all: [], tables }
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
      return put(writing, { do: 'take', table: sharedTable(writing, expression.set), next })
    case 'place':
      return put(writing, { do: 'check', holds: placeChecks[expression.place], next })
    case 'look': {
      const steps = stepsOf(expression.body, writing.tables)
      const { isNegated } = expression
      const holds = (text: Text, at: number) => (aheadIn(text, steps)[at] === 1) !== isNegated
      return put(writing, { do: 'check', holds, next })
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

function sharedTable({ tables }: Writing, set: ByteSet): Uint8Array {
  const table = tables.get(set) ?? tableOf(set)
  tables.set(set, table)
  return table
}

const placeChecks: Readonly<Record<Place, (text: Text, at: number) => boolean>> = {
  start: (_, at) => at === 0,
  end: ({ bytes }, at) => at === bytes.length,
  'last line': ({ bytes }, at) => at === bytes.length || (at === bytes.length - 1 && bytes[at] === 0x0a),
  boundary: isBoundary,
  'no boundary': (text, at) => !isBoundary(text, at),
}

function isBoundary({ bytes }: Text, at: number): boolean {
  return isWordByte(bytes[at - 1]) !== isWordByte(bytes[at])
}

function aheadIn(text: Text, steps: Steps): Uint8Array {
  const starts = text.ahead.get(steps) ?? startsIn(text, steps)
  text.ahead.set(steps, starts)
  return starts
}

/** Marks each place of the text at which something begins that the expression finds. */
function startsIn(text: Text, { all, entry }: Steps): Uint8Array {
  const starts = new Uint8Array(text.bytes.length + 1)
  const reachedAt = new Int32Array(all.length).fill(-1)
  let waiting: number[] = []
  for (let at = text.bytes.length; at >= 0; at -= 1) {
    const open = [...waiting, entry]
    waiting = []
    for (let one = open.pop(); one !== undefined; one = open.pop()) {
      const step = all[one]
      if (step === undefined || reachedAt[one] === at) continue
      reachedAt[one] = at
      open.push(...nextsHere(step, text, at))
      waiting.push(...nextsBefore(step, text, at))
      if (step.do === 'finish') starts[at] = 1
    }
  }
  return starts
}

/** The steps that follow at the same place. */
function nextsHere(step: Step, text: Text, at: number): readonly number[] {
  if (step.do === 'go on') return step.nexts
  return step.do === 'check' && step.holds(text, at) ? [step.next] : none
}

/** The step that follows before the byte that ends at the place, where that is one to take. */
function nextsBefore(step: Step, { bytes }: Text, at: number): readonly number[] {
  return step.do === 'take' && step.table[bytes[at - 1] ?? -1] === 1 ? [step.next] : none
}

const none: readonly number[] = []
