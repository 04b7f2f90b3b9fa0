import { type Page, pageContentTypes } from 'model/listener/error-pages'
import { isInserted } from 'model/listener/insert-headers'
import type { ResourceKind } from 'model/resources/index'
import { unitOf } from '../resource-words.ts'
import { milliseconds } from '../ui/format.ts'
import { choiceLabel } from './choices.ts'
import { textOf, type Values } from './values.ts'

/** What no value means, where "none" would not say it. */
const emptyWords: Readonly<Record<string, string>> = {
  vip_address: 'next free address',
  allowed_cidrs: 'everybody',
  compression_algorithms: 'gzip, deflate',
  compression_types: 'text of all sorts',
  maintenance_page: 'the usual one',
  http_method: 'GET',
  url_path: '/',
  expected_codes: '200',
  http_version: '1.0',
  monitor_address: 'same as the address',
  monitor_port: 'same as the port',
}

/** Attributes whose values need words of their own. */
const ownWords: Readonly<Record<string, (value: unknown) => string>> = {
  connection_limit: (value) => (value === -1 ? 'no limit' : textOf(value)),
  session_persistence: (value) => persistenceText(value as Values),
  insert_headers: (value) => headersText(value as Values),
  error_pages: (value) => Object.keys(value as Values).join(', ') || 'none',
  maintenance_page: (value) => pageText(value as Page),
  additional_vips: (value) =>
    (value as readonly Values[]).map((vip) => textOf(vip['ip_address']) || 'next free address').join(', '),
}

/** A value as a person would say it: "50 s", "no limit", "Round robin". */
export function valueText(kind: ResourceKind, attribute: string, value: unknown): string {
  if (isEmpty(value)) return emptyWords[attribute] ?? 'none'
  const own = ownWords[attribute]
  if (own) return own(value)
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) return value.join(', ')
  const unit = unitOf(kind, attribute)
  if (unit === 'ms' && typeof value === 'number') return milliseconds(value)
  return choiceLabel(kind, attribute, value) ?? [textOf(value), unit].filter(Boolean).join(' ')
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
}

function persistenceText(value: Values): string {
  const label = choiceLabel('pool', 'session_persistence', value['type']) ?? textOf(value['type'])
  const details = [
    textOf(value['cookie_name']),
    value['persistence_timeout'] ? `for ${textOf(value['persistence_timeout'])} s` : '',
    value['persistence_granularity'] ? `by ${textOf(value['persistence_granularity'])}` : '',
  ]
  return [label, ...details.filter(Boolean)].join(' ')
}

function pageText({ content_type, body }: Page): string {
  return `${pageContentTypes[content_type].label}, ${body.length} characters`
}

function headersText(headers: Values): string {
  const names = Object.keys(headers).filter((name) => isInserted(textOf(headers[name])))
  return names.length === 0 ? 'none' : names.join(', ')
}
