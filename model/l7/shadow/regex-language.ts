import { isWordByte } from '../regex/bytes.ts'
import type { Expression, Place } from '../regex/expression.ts'
import { neededText } from '../regex/needed-text.ts'
import { read } from '../regex/read.ts'
import { type SampleKind, sampleTexts } from '../regex/sample-text.ts'
import { type Step, type Steps, stepsOf } from '../regex/steps.ts'
import { classCount, type Language, lost, refined } from './language.ts'

/** Hand-written expressions need a few dozen; one that needs more is not reasoned about. */
const mostStates = 1_000
const mostKept = 2_000
const kept = new Map<string, Language>()

/** The texts in which a regular expression finds something. Kept, because each edit asks for the same ones. */
export function regexLanguage(pattern: string, ignoresCase: boolean): Language {
  const key = `${ignoresCase ? 'i' : 'c'}${pattern}`
  const language = kept.get(key) ?? languageOf(read(pattern, ignoresCase))
  kept.delete(key)
  kept.set(key, language)
  const [oldest] = kept.keys()
  if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest)
  return language
}

/** What stands behind a place: nothing, or a byte that is part of a word or not. */
type After = 'end' | 'word' | 'other'

/** What stands before a place: nothing, or a byte that is part of a word or not. Which byte it is decides nothing but what is taken. */
type Before = 'start' | 'word' | 'other'

/** Where the expression and each look ahead in it may be, and what was read last. */
type State = { readonly waiting: readonly (readonly number[])[]; readonly after: After; readonly moves: Moves }

/** From a state, what is come to before each kind of place without taking a byte; and by the class of the byte the next state. */
type Moves = { readonly reached: Partial<Record<Before, Reached>>; readonly nexts: number[] }

/** Of each group, whether it finds its beginning here, and the steps that take a byte. */
type Reached = { readonly finished: boolean[]; readonly takes: (readonly Take[])[] }
type Take = Extract<Step, { readonly do: 'take' }>

/** A text has no line feed in it, so that `$` is its end. */
const placeChecks: Readonly<Record<Place, (before: Before, after: After) => boolean>> = {
  start: (before) => before === 'start',
  end: (_, after) => after === 'end',
  'last line': (_, after) => after === 'end',
  boundary: (before, after) => (before === 'word') !== (after === 'word'),
  'no boundary': (before, after) => (before === 'word') === (after === 'word'),
}

const found = 1
/** In `nexts`: not looked at yet. */
const unknown = -2

/** The subsets of steps that a text may lead to are made as they are met (Rabin and Scott, 1959). */
function languageOf(expression: Expression): Language {
  const steps = stepsOf(expression)
  const groups = groupsOf(steps)
  const all = groups.flatMap((one) => one.steps.all)
  const hasBoundary = all.some((one) => one.do === 'place' && one.place.endsWith('boundary'))
  const tables = new Set(all.flatMap((one) => (one.do === 'take' ? [one.table] : [])))
  if (hasBoundary) tables.add(wordTable)
  const classes = [...tables].reduce(refined, new Uint8Array(256))
  const width = classCount(classes)
  const stateOf = (waiting: State['waiting'], after: After): State => ({
    waiting,
    after,
    moves: { reached: {}, nexts: new Array<number>(width).fill(unknown) },
  })
  const nothing = stateOf(
    groups.map(() => []),
    'end',
  )
  const states: State[] = [nothing, nothing]
  const numbers = new Map<string, number>()
  const samples: Partial<Record<SampleKind, readonly string[]>> = {}

  const numberOf = (waiting: State['waiting'], after: After): number => {
    const key = `${after} ${waiting.join(' ')}`
    const known = numbers.get(key)
    if (known !== undefined) return known
    if (states.length >= mostStates) return lost
    numbers.set(key, states.length)
    return states.push(stateOf(waiting, after)) - 1
  }
  const computed = (state: State, byte: number): number => {
    const isWord = hasBoundary && isWordByte(byte)
    const { finished, takes } = reachedBefore(groups, state, isWord ? 'word' : 'other')
    if (finished[0] === true) return found
    const waiting = groups.map((_, at) => nextsOf(takes[at] ?? [], byte))
    return numberOf(waiting, isWord ? 'word' : 'other')
  }
  return {
    classes,
    step: (number, byte) => {
      if (number === found) return found
      const state = states[number]
      // Lost, from where nobody goes on.
      if (state === undefined) return lost
      const { nexts } = state.moves
      const own = classes[byte] ?? 0
      const known = nexts[own] ?? unknown
      if (known !== unknown) return known
      const next = computed(state, byte)
      nexts[own] = next
      return next
    },
    accepts: (number) => {
      const state = states[number]
      if (number === found || state === undefined) return number === found
      return reachedBefore(groups, state, 'start').finished[0] === true
    },
    needed: neededText(expression),
    samples: (kind) => {
      samples[kind] ??= sampleTexts(expression, kind)
      return samples[kind]
    },
    weight: 1 + Math.ceil(all.length / 8),
  }
}

const wordTable = Uint8Array.from({ length: 256 }, (_, byte) => Number(isWordByte(byte)))

/** An expression or a look ahead, and for each of its looks ahead the number of its group. */
type Group = { readonly steps: Steps; readonly looks: ReadonlyMap<Steps, number> }

/** An expression, and then the looks ahead in it and in each other. */
function groupsOf(steps: Steps): Group[] {
  const all = withLooks(steps)
  const numbers = new Map(all.map((one, at) => [one, at]))
  return all.map((one) => ({ steps: one, looks: numbers }))
}

function withLooks(steps: Steps): Steps[] {
  return [steps, ...steps.all.flatMap((one) => (one.do === 'look' ? withLooks(one.steps) : []))]
}

/** What is come to at the place that a state is at, once it is known what stands before. */
function reachedBefore(groups: readonly Group[], state: State, before: Before): Reached {
  const known = state.moves.reached[before]
  if (known !== undefined) return known
  const here: Here = { groups, state, before, reached: { finished: [], takes: [] } }
  for (let at = 0; at < groups.length; at += 1) isFinished(here, at)
  state.moves.reached[before] = here.reached
  return here.reached
}

type Here = {
  readonly groups: readonly Group[]
  readonly state: State
  readonly before: Before
  readonly reached: Reached
}

/** Whether a group finds its beginning here. On the way it is noted which steps of it take a byte. */
function isFinished(here: Here, at: number): boolean {
  const known = here.reached.finished[at]
  const group = here.groups[at]
  if (known !== undefined || group === undefined) return known ?? false
  const reached = reachedSteps(here, group, here.state.waiting[at] ?? [])
  const isAtEnd = reached.some((one) => one.do === 'finish')
  here.reached.takes[at] = reached.filter((one) => one.do === 'take')
  here.reached.finished[at] = isAtEnd
  return isAtEnd
}

/** The steps that are come to without taking a byte. */
function reachedSteps(here: Here, group: Group, waiting: readonly number[]): Step[] {
  const { all, entry } = group.steps
  const isReached = new Uint8Array(all.length)
  const reached: Step[] = []
  const open = [...waiting, entry]
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    const step = all[one]
    if (step === undefined || isReached[one] === 1) continue
    isReached[one] = 1
    reached.push(step)
    open.push(...nextsHere(step, here, group))
  }
  return reached
}

function nextsHere(step: Step, here: Here, { looks }: Group): readonly number[] {
  switch (step.do) {
    case 'go on':
      return step.nexts
    case 'place':
      return placeChecks[step.place](here.before, here.state.after) ? [step.next] : []
    case 'look':
      return isFinished(here, looks.get(step.steps) ?? 0) !== step.isNegated ? [step.next] : []
    default:
      return []
  }
}

/** The steps that are waited for before a byte, each once and in order, so that equal states look the same. */
function nextsOf(takes: readonly Take[], byte: number): number[] {
  const nexts: number[] = []
  for (const { table, next } of takes) if (table[byte] === 1 && !nexts.includes(next)) nexts.push(next)
  return nexts.length < 2 ? nexts : nexts.sort((left, right) => left - right)
}
