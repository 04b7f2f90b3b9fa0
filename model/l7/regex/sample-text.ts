import { type ByteSet, tableOf } from './bytes.ts'
import type { Expression, Repeat } from './expression.ts'

/** What stands for the expression, and what the looks ahead in it want to see behind. */
type Sample = { readonly text: string; readonly ahead: string; readonly isForbidden: boolean }

/**
 * The plain sample is short and from the beginning of everything; the odd one is what others hardly stand for; and one against it is what
 * a look ahead forbids, so that nothing is found.
 */
export type SampleKind = 'plain' | 'odd' | 'against'

/** Longer ones are nothing to look at. */
const longest = 300

/**
 * Texts in which the expression most likely finds something, each character a byte: places are not looked at, nor whether two parts of it
 * ask for different things. To be checked.
 */
export function sampleTexts(expression: Expression, kind: SampleKind): readonly string[] {
  const sample = sampleOf(expression, kind)
  if (sample === null || sample.text.length + sample.ahead.length > longest) return []
  const { text, ahead } = sample
  if (kind === 'against') return sample.isForbidden ? [text + ahead] : []
  return ahead === '' ? [text] : [text + ahead, text]
}

const empty: Sample = { text: '', ahead: '', isForbidden: false }

function sampleOf(expression: Expression, kind: SampleKind): Sample | null {
  switch (expression.is) {
    case 'byte':
      return ofByte(expression.set, kind)
    case 'place':
      return empty
    case 'look':
      return ofLook(expression, kind)
    case 'sequence':
      return joined(expression.parts.map((one) => sampleOf(one, kind)))
    case 'choice': {
      const all = expression.branches.map((one) => sampleOf(one, kind)).filter((one) => one !== null)
      return (kind === 'odd' ? all.at(-1) : all[0]) ?? null
    }
    case 'repeat':
      return ofRepeat(expression, kind)
  }
}

function ofLook({ body, isNegated }: Extract<Expression, { is: 'look' }>, kind: SampleKind): Sample | null {
  if (isNegated && kind !== 'against') return empty
  const sample = sampleOf(body, 'plain')
  return sample && { text: '', ahead: sample.text + sample.ahead, isForbidden: isNegated }
}

function ofRepeat({ body, least, most }: Repeat, kind: SampleKind): Sample | null {
  const count = kind === 'odd' ? Math.min(most, Math.max(least, 1)) : least
  if (count > longest) return null
  const sample = count === 0 ? empty : sampleOf(body, kind)
  return joined(Array.from({ length: count }, () => sample))
}

function joined(samples: readonly (Sample | null)[]): Sample | null {
  let [text, ahead, isForbidden] = ['', '', false]
  for (const one of samples) {
    if (one === null || text.length > longest) return null
    text += one.text
    ahead += one.ahead
    isForbidden ||= one.isForbidden
  }
  return { text, ahead, isForbidden }
}

const lettersAndDigits = 'abcdefghijklmnopqrstuvwxyz0123456789'
const rest = ['.-/_', ...Array.from({ length: 0x5e }, (_, at) => String.fromCharCode(0x21 + at)), ' '].join('')
const usualOrder = codesOf(lettersAndDigits + rest)
const oddOrder = codesOf([...lettersAndDigits].reverse().join('') + rest)

function codesOf(text: string): number[] {
  return [...new Set(Array.from(text, (one) => one.charCodeAt(0)))]
}

function ofByte(set: ByteSet, kind: SampleKind): Sample | null {
  const table = tableOf(set)
  const code = (kind === 'odd' ? oddOrder : usualOrder).find((one) => table[one] === 1) ?? table.indexOf(1)
  return code < 0 ? null : { text: String.fromCharCode(code), ahead: '', isForbidden: false }
}
