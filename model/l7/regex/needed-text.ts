import type { ByteSet } from './bytes.ts'
import { type Expression, within } from './expression.ts'

/** Of what an expression finds: the whole of it where it is always the same, and the longest part that is always in it. */
type Needed = { readonly whole: string | null; readonly part: string }

const nothing: Needed = { whole: '', part: '' }

/** A text that is in every text in which the expression finds something, each character a byte; the longest that is easily seen, or empty. */
export function neededText(expression: Expression): string {
  return needed(expression).part
}

function needed(expression: Expression): Needed {
  switch (expression.is) {
    case 'byte':
      return ofByte(expression.set)
    case 'place':
      return nothing
    case 'look':
      // It takes nothing, but what it finds is in the text.
      return { whole: '', part: expression.isNegated ? '' : needed(expression.body).part }
    case 'sequence':
      return inSequence(expression.parts.map(needed))
    case 'choice':
      return expression.branches.length === 1 ? inSequence(within(expression).map(needed)) : { whole: null, part: '' }
    case 'repeat': {
      const body = needed(expression.body)
      if (expression.least === 0) return { whole: null, part: '' }
      return expression.most === 1 ? body : { whole: null, part: body.part }
    }
  }
}

function ofByte(set: ByteSet): Needed {
  const isOne = set !== 0n && (set & (set - 1n)) === 0n
  if (!isOne) return { whole: null, part: '' }
  const text = String.fromCharCode(set.toString(2).length - 1)
  return { whole: text, part: text }
}

/** What is always the same stands together, up to what is not. Of equally long ones the last says most: many begin alike. */
function inSequence(parts: readonly Needed[]): Needed {
  let [run, longest, isWhole] = ['', '', true]
  const keepLonger = (text: string) => {
    if (text.length >= longest.length && text !== '') longest = text
  }
  for (const { whole, part } of parts) {
    run = whole === null ? '' : run + whole
    isWhole &&= whole !== null
    keepLonger(part)
    keepLonger(run)
  }
  return { whole: isWhole ? run : null, part: longest }
}
