import type { Resource } from 'model/kit/resource'
import { type ResourceKind, resources } from 'model/resources/index'
import { midSentence } from '../ui/format.ts'
import { offeredAttributes } from './offered.ts'
import { valueText } from './value-text.ts'
import type { Values } from './values.ts'

/** Switches that are worth a word where they are on. */
const quiet: readonly string[] = ['compression', 'cache_paths', 'error_pages', 'maintenance']

function isNothing(value: unknown): boolean {
  return !value || (typeof value === 'object' && Object.keys(value).length === 0)
}

/** What stands under "More options", in one line: "no limit · everybody · timeouts 50 s / 5 s / 50 s". */
export function moreSummary(kind: ResourceKind, values: Values): string {
  const { fields } = resources[kind] as Resource
  const shown = (attribute: string) => values[attribute] ?? fields[attribute]?.fallback
  const names = offeredAttributes(kind, values).filter(
    (name) =>
      fields[name]?.lessCommon && !name.startsWith('timeout_') && !(quiet.includes(name) && isNothing(shown(name))),
  )
  const said = names.map((name) => `${midSentence(fields[name]?.label ?? name)} ${valueText(kind, name, shown(name))}`)
  if (kind !== 'listener') return said.join(' · ')
  const timeouts = ['timeout_client_data', 'timeout_member_connect', 'timeout_member_data']
  return [...said, `timeouts ${timeouts.map((name) => valueText(kind, name, shown(name))).join(' / ')}`].join(' · ')
}
