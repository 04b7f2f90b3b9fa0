import type { ResourceKind } from 'model/resources/index'
import { shortId } from 'model/short-id'
import type { Activity } from '../api-answers.ts'
import { thing } from '../resource-words.ts'
import type { Tone } from '../ui/badge.tsx'
import { midSentence, plural } from '../ui/format.ts'

const verbs = { create: 'Created', update: 'Changed', delete: 'Deleted', failover: 'Failed over' } as const

/** The label of an attribute in the forms. */
export type Labels = (kind: ResourceKind, attribute: string) => string

/** Stands in until the labels of the forms are there: "protocol port". */
export const plainLabels: Labels = (_, attribute) =>
  isRedTest(attribute) ? 'Route test' : attribute.replaceAll('_', ' ')

/** Whether a change is none of an attribute, but tells of a route test that it turned red. */
export function isRedTest(attribute: string): boolean {
  return attribute.startsWith('route_tests/')
}

/** "Changed weight of member web-1", "Created listener web": what was done, as a sentence without its subject. */
export function deed(one: Activity, labelOf: Labels): string {
  const red = one.changes.filter(({ attribute }) => isRedTest(attribute)).length
  const done = deedItself({ ...one, changes: one.changes.filter(({ attribute }) => !isRedTest(attribute)) }, labelOf)
  return red === 0 ? done : `${done}, against ${plural(red, 'route test')}`
}

function deedItself(one: Activity, labelOf: Labels): string {
  const it = `${thing(one.kind)} ${one.name || shortId(one.id_of_resource)}`
  if (one.action !== 'update' || one.changes.length === 0) return `${verbs[one.action]} ${it}`
  const labels = [...new Set(one.changes.map((change) => midSentence(labelOf(one.kind, change.attribute))))]
  const named =
    labels.length <= 2 ? labels.join(' and ') : `${labels.slice(0, 2).join(', ')} and ${labels.length - 2} more`
  return `${verbs.update} ${named} of ${it}`
}

/** A value before or after a change, in one line. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'none'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(valueText).join(', ')
  if (typeof value !== 'object') return String(value)
  const parts = Object.entries(value).filter(([, part]) => part !== null)
  return parts.length === 0 ? 'none' : parts.map(([name, part]) => `${name} ${valueText(part)}`).join(', ')
}

/** How it ended. */
export const outcomes = {
  pending: { label: 'Applying', tone: 'busy', help: 'The engine has not confirmed it yet.' },
  applied: { label: 'Applied', tone: 'good', help: 'The data plane runs it.' },
  refused: { label: 'Refused', tone: 'bad', help: 'The data plane refused it; what ran before goes on.' },
  unanswered: {
    label: 'No answer',
    tone: 'bad',
    help: 'No engine has applied it. It is kept, and applied when an engine is back.',
  },
} as const satisfies Record<Activity['outcome'], { label: string; tone: Tone; help: string }>
