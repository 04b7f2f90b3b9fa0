import { isWordByte } from '../regex/bytes.ts'
import type { Place } from '../regex/expression.ts'
import { read } from '../regex/read.ts'
import { type Step, type Steps, stepsOf } from '../regex/steps.ts'
import { type Language, lost, refined } from './language.ts'

/** Hand-written expressions need a few dozen; one that needs more is not reasoned about. */
const mostStates = 1_000
const mostKept = 2_000
const kept = new Map<string, Language>()

/** The texts in which a regular expression finds something. Kept, because each edit asks for the same ones. */
export function regexLanguage(pattern: string, ignoresCase: boolean): Language {
  const key = `${ignoresCase ? 'i' : 'c'}${pattern}`
  const language = kept.get(key) ?? languageOf(stepsOf(read(pattern, ignoresCase)))
  kept.delete(key)
  kept.set(key, language)
  const [oldest] = kept.keys()
  if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest)
  return language
}

/** What stands behind a place: nothing, or a byte that is part of a word or not. */
type After = 'end' | 'word' | 'other'

/** Where the expression and each look ahead in it may be, and what was read last. */
type State = { readonly waiting: readonly (readonly number[])[]; readonly after: After }

/** A text has no line feed in it, so that `$` is its end. */
const placeChecks: Readonly<Record<Place, (before: number | null, after: After) => boolean>> = {
  start: (before) => before === null,
  end: (_, after) => after === 'end',
  'last line': (_, after) => after === 'end',
  boundary: (before, after) => isWordByte(before ?? undefined) !== (after === 'word'),
  'no boundary': (before, after) => isWordByte(before ?? undefined) === (after === 'word'),
}

const found = 1

/** The subsets of steps that a text may lead to are made as they are met (Rabin and Scott, 1959). */
function languageOf(steps: Steps): Language {
  const groups = groupsOf(steps)
  const all = groups.flatMap((one) => one.all)
  const hasBoundary = all.some((one) => one.do === 'place' && one.place.endsWith('boundary'))
  const tables = new Set(all.flatMap((one) => (one.do === 'take' ? [one.table] : [])))
  if (hasBoundary) tables.add(wordTable)
  const classes = [...tables].reduce(refined, new Uint8Array(256))
  const nothing: State = { waiting: groups.map(() => []), after: 'end' }
  const states: State[] = [nothing, nothing]
  const numbers = new Map<string, number>()
  const width = classes.reduce((most, one) => Math.max(most, one), 0) + 1
  const nexts: number[] = []
  const accepted: boolean[] = []
  const placeAt = (state: number, before: number | null) => placeOf(groups, states[state] ?? nothing, before)

  const numberOf = (state: State): number => {
    const key = `${state.after} ${state.waiting.join(' ')}`
    const known = numbers.get(key)
    if (known !== undefined) return known
    if (states.length >= mostStates) return lost
    numbers.set(key, states.length)
    return states.push(state) - 1
  }
  const computed = (state: number, byte: number): number => {
    const here = placeAt(state, byte)
    if (here.finished[0] === true) return found
    const after = hasBoundary && isWordByte(byte) ? 'word' : 'other'
    return numberOf({ waiting: groups.map((_, at) => here.nexts[at] ?? []), after })
  }
  return {
    classes,
    step: (state, byte) => {
      if (state === found) return found
      const at = state * width + (classes[byte] ?? 0)
      nexts[at] ??= computed(state, byte)
      return nexts[at]
    },
    accepts: (state) => {
      if (state === found || state === lost) return state === found
      accepted[state] ??= placeAt(state, null).finished[0] === true
      return accepted[state]
    },
    weight: 1 + Math.ceil(all.length / 8),
  }
}

const wordTable = Uint8Array.from({ length: 256 }, (_, byte) => Number(isWordByte(byte)))

/** An expression, and then the looks ahead in it and in each other. */
function groupsOf(steps: Steps): Steps[] {
  return [steps, ...steps.all.flatMap((one) => (one.do === 'look' ? groupsOf(one.steps) : []))]
}

/** A place in a text: what stands around it, and what the groups found there. */
type Here = {
  readonly groups: readonly Steps[]
  readonly state: State
  /** The byte before the place; null at the start of the text. */
  readonly before: number | null
  readonly finished: boolean[]
  readonly nexts: number[][]
}

/** What each group does at the place before a byte: whether it finds its beginning here, and what it waits for before. */
function placeOf(groups: readonly Steps[], state: State, before: number | null): Here {
  const here: Here = { groups, state, before, finished: [], nexts: [] }
  for (let at = 0; at < groups.length; at += 1) isFinished(here, at)
  return here
}

function isFinished(here: Here, at: number): boolean {
  const known = here.finished[at]
  const group = here.groups[at]
  if (known !== undefined || group === undefined) return known ?? false
  const reached = reachedSteps(here, group, here.state.waiting[at] ?? [])
  const { before } = here
  const nexts = reached.flatMap((one) =>
    one.do === 'take' && before !== null && one.table[before] === 1 ? [one.next] : [],
  )
  const finished = reached.some((one) => one.do === 'finish')
  here.nexts[at] = [...new Set(nexts)].sort((left, right) => left - right)
  here.finished[at] = finished
  return finished
}

/** The steps that are come to without taking a byte. */
function reachedSteps(here: Here, { all, entry }: Steps, waiting: readonly number[]): Step[] {
  const reached = new Map<number, Step>()
  const open = [...waiting, entry]
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    const step = all[one]
    if (step === undefined || reached.has(one)) continue
    reached.set(one, step)
    open.push(...nextsHere(step, here))
  }
  return [...reached.values()]
}

function nextsHere(step: Step, here: Here): readonly number[] {
  switch (step.do) {
    case 'go on':
      return step.nexts
    case 'place':
      return placeChecks[step.place](here.before, here.state.after) ? [step.next] : []
    case 'look':
      return isFinished(here, here.groups.indexOf(step.steps)) !== step.isNegated ? [step.next] : []
    default:
      return []
  }
}
