// A pattern in which `*` stands for any characters and none, and `?` for exactly one (Huawei ELB, forwarding rules). Nothing is escaped.

/** What a wildcard asks of a text, in the plainest comparison that asks the same; the text of a regular expression where none does. */
export type WildcardMeaning = {
  readonly compare_type: 'EQUAL_TO' | 'STARTS_WITH' | 'ENDS_WITH' | 'CONTAINS' | 'REGEX'
  readonly text: string
}

export function wildcardMeaning(pattern: string): WildcardMeaning {
  const inner = pattern.replace(/^\*+|\*+$/g, '')
  if (inner === '' || /[*?]/.test(inner)) return { compare_type: 'REGEX', text: wildcardRegex(pattern) }
  const isOpenBefore = pattern.startsWith('*')
  const isOpenAfter = pattern.endsWith('*')
  if (isOpenBefore) return { compare_type: isOpenAfter ? 'CONTAINS' : 'ENDS_WITH', text: inner }
  return { compare_type: isOpenAfter ? 'STARTS_WITH' : 'EQUAL_TO', text: inner }
}

/** As a regular expression of the whole text. */
export function wildcardRegex(pattern: string): string {
  return `^${parts(pattern).map(literal).join('.*')}$`
}

/**
 * The same for an engine that tries one way after the other: once a part was found, an earlier place for it need never be looked for again
 * (an atomic group), so that the time stays in proportion to the text. With `groups` each `*` is a group.
 */
export function steadyWildcardRegex(pattern: string, groups = false): string {
  const [first = '', ...rest] = parts(pattern)
  const any = (lazy: string) => (groups ? `(.*${lazy})` : `.*${lazy}`)
  const last = rest.pop()
  if (last === undefined) return `^${literal(first)}$`
  return `^${literal(first)}${rest.map((one) => `(?>${any('?')}${literal(one)})`).join('')}${any('')}${literal(last)}$`
}

/** The texts that each `*` stands for; null where the text does not fit. */
export function wildcardGroups(pattern: string, text: string): string[] | null {
  const between = parts(pattern).map(literal)
  const last = between.pop() ?? ''
  const lazy = between.length === 0 ? '' : `${between.join('(.*?)')}(.*)`
  const found = new RegExp(`^${lazy}${last}$`, 's').exec(text)
  return found === null ? null : found.slice(1)
}

/** What stands between the stars; several of them in a row are one. */
function parts(pattern: string): string[] {
  return pattern.split(/\*+/)
}

function literal(text: string): string {
  return text.replaceAll(/[\\^$.|+()[\]{}/-]/g, '\\$&').replaceAll('?', '.')
}
