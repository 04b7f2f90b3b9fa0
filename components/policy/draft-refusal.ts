import type { Issue } from 'model/errors'
import { actionAttributes } from 'model/l7/policy-actions'
import { ApiError } from '../api-error.ts'
import type { PolicyDraft } from './draft.ts'

/** What the server said: at its field when the panel shows it, else about the whole. */
export function refusalOf(error: unknown, drafts: readonly PolicyDraft[]): Issue[] {
  const message = error instanceof Error ? error.message : String(error)
  const told = error instanceof ApiError ? error.issues : []
  if (told.length === 0) return [{ about: '', message }]
  return told.flatMap(({ about, message: said }) => {
    const draft = drafts[Number(/^l7policies\/(\d+)/.exec(about)?.[1] ?? 0)]
    if (!draft) return [{ about: '', message: said }]
    return [{ about: placeOf(about, draft), message: drafts.length === 1 ? said : `${draft.name}: ${said}` }]
  })
}

const attributes: readonly string[] = [...actionAttributes, 'action', 'name', 'description', 'position']

/** Where the panel shows what is wrong: the row of a condition, an attribute or a part of one, or nowhere. */
export function placeOf(about: string, draft: PolicyDraft): string {
  const [, at, attribute] = /(?:^|\/)rules\/(\d+)\/(\w+(?:\/.*)?)$/.exec(about) ?? []
  const rule = at === undefined ? undefined : draft.rules[Number(at)]
  if (rule) return `rules/${rule.row}/${attribute}`
  const words = about.split('/')
  const from = words.findIndex((one) => attributes.includes(one))
  return from < 0 ? '' : words.slice(from).join('/')
}
