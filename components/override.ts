import type { RedTest } from 'model/errors'
import { ApiError } from './api-error.ts'

/** Asks the person why a change is to be made although route tests would be red; null leaves everything as it is. */
type Asking = (red: readonly RedTest[]) => Promise<string | null>
let asking: Asking | null = null

/** Whoever is on the page to ask. Answers what ends that. */
export function askWith(next: Asking): () => void {
  asking = next
  return () => {
    if (asking === next) asking = null
  }
}

/** The route tests for which a change was refused. */
export function redTestsOf(error: unknown): readonly RedTest[] {
  return error instanceof ApiError ? error.issues.flatMap(({ red_test }) => red_test ?? []) : []
}

/** The reason to make a refused change all the same. @throws the refusal, when it is of another kind or nobody gives a reason. */
export async function reasonAgainst(refusal: unknown): Promise<string> {
  const red = redTestsOf(refusal)
  const reason = red.length === 0 || asking === null ? null : await asking(red)
  if (reason !== null) return reason
  throw red.length > 0 && asking !== null ? leftAsItIs(red) : refusal
}

/** In place of the refusal, which tells scripts how to go on. */
function leftAsItIs(red: readonly RedTest[]): ApiError {
  const names = red.map((one) => `“${one.name}”`).join(', ')
  const tests = red.length === 1 ? 'Route test' : 'Route tests'
  return new ApiError(`${tests} ${names} would have been red.`, { status: 409, code: 'conflict' })
}

/** What the header carries: it has to be ASCII. */
export function overrideHeader(reason: string): Readonly<Record<string, string>> {
  return { 'x-fulcrum-override': encodeURIComponent(reason) }
}
