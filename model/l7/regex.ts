import { type Trap, trapIn } from './regex/ambiguity.ts'
import { Refusal } from './regex/cursor.ts'
import { finderOf } from './regex/match.ts'
import { read } from './regex/read.ts'

/**
 * What is wrong with a regular expression; null when HAProxy (PCRE2) and the simulator read it alike, and no request can make it
 * take for ever. Both readings of case have to be sound: the type of the rule decides which is used.
 */
export function problemOf(pattern: string): string | null {
  try {
    const trap = trapIn(read(pattern, false)) ?? trapIn(read(pattern, true))
    return trap === null ? null : trapProblem(trap)
  } catch (error) {
    if (error instanceof Refusal) return error.message
    throw error
  }
}

function trapProblem({ at, because }: Trap): string {
  const where = `The repetition at character ${at}`
  return because === 'ambiguous'
    ? `${where} can split one text in ever more ways, so that some requests would take too long: let each round begin with a character that can not be within it, as in (/[^/]+)+`
    : `${where} has more ways through it than can be checked: write fewer optional parts and lower counts in it`
}

type Finder = (text: string) => boolean

/** Simulations ask for the same few rules with each request. */
const finders = new Map<string, Finder>()
const mostFinders = 1000

/** Whether a regular expression, one that has no problem, finds something in the text. */
export function matches(text: string, pattern: string, ignoresCase: boolean): boolean {
  const key = `${ignoresCase ? 'i' : 'c'}${pattern}`
  const finder = finders.get(key) ?? finderOf(read(pattern, ignoresCase))
  // The one asked for last is the last to go.
  finders.delete(key)
  finders.set(key, finder)
  const [oldest] = finders.keys()
  if (finders.size > mostFinders && oldest !== undefined) finders.delete(oldest)
  return finder(text)
}
