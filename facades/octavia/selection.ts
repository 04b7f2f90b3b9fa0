import { DomainError } from 'model/errors'
import type { Field } from 'model/kit/field'
import type { Fields } from 'model/kit/resource'
import { type ResourceKind, resources } from 'model/resources/index'
import type { Selection } from '@/server/services/selection.ts'
import { lenientBoolean, lenientNumber } from '../shared/coerce.ts'
import { commaLists, pageOf, pagingParameters } from '../shared/paging.ts'
import { invalidValue } from '../shared/schema-words.ts'

const tagParameters = { all: 'tags', any: 'tags-any', notAll: 'not-tags', notAny: 'not-tags-any' } as const
const otherParameters: readonly string[] = ['fields', ...pagingParameters, ...Object.values(tagParameters)]

/** Other spellings of attributes in filters. */
const aliases: Readonly<Record<string, string>> = { load_balancer_id: 'loadbalancer_id', tenant_id: 'project_id' }

/** Attributes that neither filter nor sort. The parent in the path does, although it is not shown: openstacksdk says it twice. */
const hidden = {
  load_balancer: [],
  listener: [],
  pool: [],
  member: ['request_sriov'],
  health_monitor: [],
  l7_policy: [],
  l7_rule: [],
} as const satisfies Record<ResourceKind, readonly string[]>

/** What a list of load balancers, or of what is under them, asks for. */
export function selectionOf(kind: ResourceKind, query: URLSearchParams, parent?: Selection['parent']): Selection {
  const fields = comparable(resources[kind].fields, hidden[kind])
  return { ...selectionIn(fields, query), tags: tagsOf(query), ...(parent && { parent }) }
}

/** What a list of something without tags asks for. */
export function plainSelectionOf(fields: Fields, query: URLSearchParams): Selection {
  const tags = Object.values(tagParameters).find((name) => query.has(name))
  if (tags !== undefined) throw refusedArguments()
  return selectionIn(comparable(fields, []), query)
}

/** Every attribute with one value is a filter (reference: API contract, section 8). */
function selectionIn(fields: Readonly<Record<string, Field>>, query: URLSearchParams): Selection {
  const page = pageOf(query, Object.keys(fields))
  return {
    filters: filtersOf(fields, query),
    sort: page.sort.map((one) => ({ ...one })),
    limit: page.limit,
    marker: page.marker,
    reverse: page.reverse,
  }
}

function comparable(fields: Fields, left: readonly string[]): Record<string, Field> {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([name, field]) => field.kind !== 'list' && field.kind !== 'record' && !left.includes(name),
    ),
  )
}

function filtersOf(fields: Readonly<Record<string, Field>>, query: URLSearchParams): Selection['filters'] {
  const filters = new Map<string, Selection['filters'][string]>()
  for (const [parameter, text] of query) {
    if (otherParameters.includes(parameter)) continue
    const name = Object.hasOwn(aliases, parameter) ? (aliases[parameter] ?? parameter) : parameter
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined
    if (!field || filters.has(name)) throw refusedArguments()
    filters.set(name, filterValue(name, field, text))
  }
  return Object.fromEntries(filters)
}

function refusedArguments(): DomainError {
  return new DomainError('invalid', 'One or more arguments are either duplicate or invalid')
}

/** 32 bits: what an integer column holds; the databases refuse to compare it with more. */
const integerLimit = 2_147_483_647

function filterValue(name: string, field: Field, text: string): Selection['filters'][string] {
  if (field.kind === 'boolean') {
    const value = lenientBoolean(text)
    if (value === undefined) throw invalidValue(name, text, `Value not an unambiguous boolean: ${text}`)
    return value
  }
  if (field.kind === 'number') {
    const value = lenientNumber(field, text)
    if (value === undefined || Math.abs(value) > integerLimit)
      throw invalidValue(name, text, 'Value should be a number')
    return value
  }
  // Rows keep milliseconds and a zone, which the answers leave out.
  if (field.kind === 'moment' && /^[\d:T-]{10,19}$/.test(text)) return { startsWith: text }
  if (text.includes('\0')) throw invalidValue(name, text, 'Value should not contain control characters')
  return text
}

function tagsOf(query: URLSearchParams): NonNullable<Selection['tags']> {
  const given = Object.entries(tagParameters).map(([key, parameter]) => [key, commaLists(query, parameter)] as const)
  return Object.fromEntries(given.filter(([, words]) => words.length > 0))
}
