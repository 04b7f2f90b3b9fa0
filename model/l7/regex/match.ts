import { bytesOf, isWordByte } from './bytes.ts'
import type { Expression, Place } from './expression.ts'
import { type Step, type Steps, stepsOf } from './steps.ts'

type Text = {
  readonly bytes: readonly number[]
  /** Where each look ahead would find something, once it was asked. */
  readonly ahead: Map<Steps, Uint8Array>
}

/**
 * Asks whether the expression finds something in a text: all ways at once, so that the time is at most the length of the text times
 * that of the expression. JavaScript's own engine tries one way after the other, without the limit that PCRE2 has:
 * `.*.*.*.*.*.*x` would hang a simulation.
 */
export function finderOf(expression: Expression): (text: string) => boolean {
  const steps = stepsOf(expression)
  return (text) => startsIn({ bytes: bytesOf(text), ahead: new Map() }, steps).includes(1)
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
  switch (step.do) {
    case 'go on':
      return step.nexts
    case 'place':
      return placeChecks[step.place](text, at) ? [step.next] : none
    case 'look':
      return (aheadIn(text, step.steps)[at] === 1) !== step.isNegated ? [step.next] : none
    default:
      return none
  }
}

/** The step that follows before the byte that ends at the place, where that is one to take. */
function nextsBefore(step: Step, { bytes }: Text, at: number): readonly number[] {
  return step.do === 'take' && step.table[bytes[at - 1] ?? -1] === 1 ? [step.next] : none
}

const none: readonly number[] = []
