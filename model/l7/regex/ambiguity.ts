import { type Automaton, loopOf, mostWork } from './automaton.ts'
import { noByte } from './bytes.ts'
import { type Expression, type Repeat, within } from './expression.ts'

/** So many rounds cost a power of the length of the text. That is let be: PCRE2's match limit bounds it. */
const fewCopies = 4

/** A repetition that could take time exponential in the length of a text, or that would take too long to find that out about. */
export type Trap = { readonly at: number; readonly because: 'ambiguous' | 'intricate' }

/** The first repetition that can go round in two ways over the same text, over and over; null when there is none. */
export function trapIn(expression: Expression): Trap | null {
  let work = 0
  for (const repeat of loopsIn(expression)) {
    const found = examined(repeat)
    work += found.work
    if (found.isAmbiguous) return { at: repeat.at, because: 'ambiguous' }
    if (work > mostWork) return { at: repeat.at, because: 'intricate' }
  }
  return null
}

/**
 * The repetitions that are in no other: an automaton of one has in it those within. One that is counted is taken for endless
 * when there are more than a few copies of what is in it. What is within a look ahead is no part of the loop around it.
 */
export function loopsIn(expression: Expression, copies = 1): Repeat[] {
  const copiesWithin = expression.is === 'repeat' ? copies * expression.most : copies
  if (expression.is === 'repeat' && copiesWithin > fewCopies)
    return [expression, ...looksIn(expression).flatMap((body) => loopsIn(body))]
  return within(expression).flatMap((part) => loopsIn(part, copiesWithin))
}

function looksIn(expression: Expression): Expression[] {
  return expression.is === 'look' ? [expression.body] : within(expression).flatMap(looksIn)
}

/**
 * Whether two different ways lead from a state back to itself over the same text (exponential ambiguity: Weber and Seidl, 1991).
 * All states of a loop are on ways round, so that it is enough to find two ways that part at a state and meet at any other.
 */
export function examined(repeat: Repeat): { readonly isAmbiguous: boolean; readonly work: number } {
  const automaton = loopOf(repeat)
  const isAmbiguous = automaton.hasTwinEdges || (automaton.work <= mostWork && haveMeeting(automaton))
  return { isAmbiguous, work: automaton.work }
}

function haveMeeting(automaton: Automaton): boolean {
  const states = automaton.nexts.length
  const seen = new Set<number>()
  const open = automaton.sets.map((_, state): Pair => [state, state])
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    const hasParted = pair[0] !== pair[1]
    for (const [one, other] of pairsAfter(automaton, pair)) {
      if (one === other && hasParted) return true
      const key = Math.min(one, other) * states + Math.max(one, other)
      if (one !== other && !seen.has(key)) open.push([one, other])
      seen.add(key)
    }
  }
  return false
}

type Pair = readonly [one: number, other: number]

/** Where two ways may be after one more byte, the same for both. None when there was too much work already. */
function pairsAfter(automaton: Automaton, [left, right]: Pair): Pair[] {
  const { sets, nexts } = automaton
  const [ones, others] = [nexts[left] ?? [], nexts[right] ?? new Set<number>()]
  const pairs: Pair[] = []
  for (const one of ones) {
    automaton.work += others.size
    if (automaton.work > mostWork) return []
    const set = sets[one] ?? noByte
    for (const other of others) if ((set & (sets[other] ?? noByte)) !== noByte) pairs.push([one, other])
  }
  return pairs
}
