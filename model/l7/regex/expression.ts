import type { ByteSet } from './bytes.ts'

/** Places between bytes. `last line` is the end of the text, or before a line break that ends it. */
export type Place = 'start' | 'last line' | 'end' | 'boundary' | 'no boundary'

/** A regular expression, read. Greedy and lazy are one here: they decide what is found, and we ask only whether anything is. */
export type Expression =
  | { readonly is: 'byte'; readonly set: ByteSet }
  | { readonly is: 'place'; readonly place: Place }
  | { readonly is: 'look'; readonly body: Expression; readonly isNegated: boolean }
  | { readonly is: 'sequence'; readonly parts: readonly Expression[] }
  | { readonly is: 'choice'; readonly branches: readonly Expression[] }
  | Repeat

export type Repeat = {
  readonly is: 'repeat'
  readonly body: Expression
  readonly least: number
  /** Infinity for `*`, `+` and `{n,}`. */
  readonly most: number
  /** Where its body begins in the pattern, from 1. */
  readonly at: number
}

export function within(expression: Expression): readonly Expression[] {
  switch (expression.is) {
    case 'sequence':
      return expression.parts
    case 'choice':
      return expression.branches
    case 'look':
    case 'repeat':
      return [expression.body]
    default:
      return []
  }
}

/** How often the body is written when a repetition is written out: `a{2,}` is `aa+`. */
export function copiesOf({ least, most }: Repeat): number {
  return most === Infinity ? Math.max(least, 1) : most
}

/** How many parts it has when every repetition is written out. */
export function sizeOf(expression: Expression): number {
  const inside = within(expression).reduce((sum, part) => sum + sizeOf(part), 0)
  switch (expression.is) {
    case 'repeat':
      return inside * Math.max(copiesOf(expression), 1)
    case 'choice':
      return inside + expression.branches.length
    case 'sequence':
      return inside
    default:
      return inside + 1
  }
}
