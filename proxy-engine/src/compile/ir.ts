import type { Line } from './compiled.ts'
import { Unprintable, type Word } from './words.ts'

/** HAProxy reads no more arguments than this from one line (MAX_LINE_ARGS). */
const wordsPerLine = 64

/** One directive of HAProxy and the resource that it is from. */
export function line(about: string, ...words: readonly Word[]): Line {
  if (words.length > wordsPerLine)
    throw new Unprintable(`A line of ${words.length} words is longer than HAProxy reads.`)
  return { text: words.join(' '), about }
}

/** As many lines as the words need, each beginning alike: `acl name src` and 32 networks a line. */
export function wrappedLines(about: string, start: readonly Word[], words: readonly Word[]): Line[] {
  const perLine = wordsPerLine / 2
  const count = Math.ceil(words.length / perLine)
  return Array.from({ length: count }, (_, at) =>
    line(about, ...start, ...words.slice(at * perLine, (at + 1) * perLine)),
  )
}
