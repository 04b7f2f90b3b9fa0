import { lenientBoolean } from '../shared/coerce.ts'
import type { Wire } from './wire.ts'

/** Parameters that order or cut a list. Neutron's clients send filters that a server may not know: those are ignored. */
const otherParameters = ['fields', 'limit', 'marker', 'page_reverse', 'sort_key', 'sort_dir']

/** The objects that every filter of the query holds for; a filter given twice means either value. */
export function filtered(query: URLSearchParams, objects: readonly Wire[]): Wire[] {
  const names = [...new Set(query.keys())].filter((name) => !otherParameters.includes(name))
  return objects.filter((object) => names.every((name) => holds(object, name, query.getAll(name))))
}

function holds(object: Wire, name: string, texts: readonly string[]): boolean {
  if (name === 'fixed_ips') return texts.every((text) => hasFixedIp(object['fixed_ips'], text))
  if (!Object.hasOwn(object, name)) return true
  return texts.some((text) => equals(object[name], text))
}

function equals(value: unknown, text: string): boolean {
  if (typeof value === 'boolean') return value === lenientBoolean(text)
  if (Array.isArray(value)) return value.includes(text)
  return value === null ? text === '' : String(value) === text
}

/** `fixed_ips=ip_address=10.0.0.9` or `fixed_ips=subnet_id=...`: a pair inside the list. */
function hasFixedIp(fixedIps: unknown, text: string): boolean {
  const [key = '', value = ''] = text.split('=', 2)
  return Array.isArray(fixedIps) && fixedIps.some((one: Record<string, unknown>) => one[key] === value)
}
