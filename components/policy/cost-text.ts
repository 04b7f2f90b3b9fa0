import type { PolicyCost } from '../api-answers.ts'
import { milliseconds, plural } from '../ui/format.ts'

/** Fewer cost less than anybody measures. */
const fewest = 100

export function isWorthTelling(policies: number): boolean {
  return policies >= fewest
}

/** "130 policies are tried one by one: about 18 µs per request. …" */
export function costText({ tried, nanoseconds_per_request }: PolicyCost): string {
  const cost = timeText(nanoseconds_per_request)
  const instead = 'Policies that ask for a host, a path, a method or a file type only are found by a lookup'
  return `${plural(tried, 'policy is', 'policies are')} tried one by one: about ${cost} per request. ${instead}, however many there are.`
}

function timeText(nanoseconds: number): string {
  return nanoseconds < 1_000_000 ? `${Math.round(nanoseconds / 1_000)} µs` : milliseconds(nanoseconds / 1_000_000)
}
