import { type HeaderDraft, headerDraft, type PolicyDraft } from '../draft.ts'

type Preset = {
  readonly label: string
  readonly help: string
  /** Headers that are set. */
  readonly sets: readonly (readonly [key: string, value: string])[]
  readonly removes: readonly string[]
}

/** What people set on most answers. */
export const responsePresets: readonly Preset[] = [
  {
    label: 'Security headers',
    help: 'No guessing of types, no frames of others, short referrers.',
    sets: [
      ['X-Content-Type-Options', 'nosniff'],
      ['X-Frame-Options', 'SAMEORIGIN'],
      ['Referrer-Policy', 'strict-origin-when-cross-origin'],
      ['Permissions-Policy', 'camera=(), microphone=(), geolocation=()'],
    ],
    removes: [],
  },
  {
    label: 'Hide the software',
    help: 'Takes Server and X-Powered-By out.',
    sets: [],
    removes: ['Server', 'X-Powered-By'],
  },
]

/** The draft with all that a preset sets and removes; what is there already stays as it is. */
export function withPreset(draft: PolicyDraft, { sets, removes }: Preset): Partial<PolicyDraft> {
  const { insert_response_headers_config: inserted, remove_response_headers_config: removed } = draft
  const has = (names: readonly string[], name: string) => names.some((one) => one.toLowerCase() === name.toLowerCase())
  const keys = inserted.map((one) => one.key)
  const fresh: HeaderDraft[] = sets
    .filter(([key]) => !has(keys, key))
    .map(([key, value]) => headerDraft({ key, value }))
  return {
    insert_response_headers_config: [...inserted, ...fresh],
    remove_response_headers_config: [...removed, ...removes.filter((one) => !has(removed, one))],
  }
}
