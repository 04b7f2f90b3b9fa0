import { inherited, type UrlPart } from './inherited.ts'

/** What a template of a URL is made of: text as it is, a part of what was asked for, or a group of the path that a rule found. */
export type TemplatePiece =
  | { readonly text: string }
  | { readonly part: UrlPart }
  /** From 1 to 9; empty where the rule has no such group. */
  | { readonly group: number }

/**
 * Where a `$` that begins no `${part}` belongs (ELB v3, rewrite_url_config). `rewrite`: `$1` is a group, `$` and letters disappear up to
 * the next special character, before one only the `$` does. `groups`: `$1` is a group. `text`: it is text.
 */
export type DollarRule = 'rewrite' | 'groups' | 'text'

const token =
  /\$\{(?<part>protocol|host|port|path|query)\}|(?<dollars>\$\$)|\$(?<group>[1-9])|(?<dropped>\$[A-Za-z0-9]*)/g

export function templatePieces(template: string, dollars: DollarRule): TemplatePiece[] {
  const pieces: TemplatePiece[] = []
  let from = 0
  for (const found of template.matchAll(token)) {
    const piece = pieceOf(found, dollars)
    if (piece === null) continue
    if (found.index > from) pieces.push({ text: template.slice(from, found.index) })
    if (!('text' in piece && piece.text === '')) pieces.push(piece)
    from = found.index + found[0].length
  }
  if (from < template.length) pieces.push({ text: template.slice(from) })
  return pieces
}

/** Null where it is text after all. */
function pieceOf({ groups = {} }: RegExpMatchArray, dollars: DollarRule): TemplatePiece | null {
  if (groups['part'] !== undefined) return { part: groups['part'] as UrlPart }
  if (dollars === 'text') return null
  if (groups['dollars'] !== undefined) return dollars === 'rewrite' ? { text: '$' } : null
  if (groups['group'] !== undefined) return { group: Number(groups['group']) }
  return dollars === 'rewrite' ? { text: '' } : null
}

export type TemplateValues = Readonly<Record<UrlPart, string>> & { readonly groups: readonly string[] }

export function expanded(pieces: readonly TemplatePiece[], values: TemplateValues): string {
  return pieces
    .map((piece) => {
      if ('text' in piece) return piece.text
      return 'part' in piece ? values[piece.part] : (values.groups[piece.group - 1] ?? '')
    })
    .join('')
}

/** Whether a template leaves its part as it was asked for. */
export function isInherited(part: UrlPart, template: string): boolean {
  return template === inherited[part]
}

/** The groups that some templates ask for. */
export function groupsIn(pieces: readonly TemplatePiece[]): number[] {
  return [...new Set(pieces.flatMap((one) => ('group' in one ? [one.group] : [])))].sort()
}
