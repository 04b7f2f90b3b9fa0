import { queryOptions } from '@tanstack/react-query'
import { type Quota, quota } from 'model/resources/quota'
import { api } from '../api.ts'
import type { ApiCall } from '../forms/curl.ts'
import { shellOption, shellWord } from '../forms/shell.ts'
import { count } from '../ui/format.ts'

export type QuotaKind = keyof Quota
export const quotaKinds = Object.keys(quota.fields) as QuotaKind[]

export const quotas = () => queryOptions({ queryKey: ['directory', 'quotas'], queryFn: api.quotas })

/** The API's words for the kinds. */
export const quotaWords = {
  load_balancer: 'load_balancer',
  listener: 'listener',
  pool: 'pool',
  member: 'member',
  health_monitor: 'health_monitor',
  l7_policy: 'l7policy',
  l7_rule: 'l7rule',
} as const satisfies Record<QuotaKind, string>

/** What is typed: nothing is the default. */
export type QuotaDraft = Readonly<Record<QuotaKind, string>>

export function draftOf(own: Quota): QuotaDraft {
  return Object.fromEntries(quotaKinds.map((kind) => [kind, own[kind] === null ? '' : String(own[kind])])) as QuotaDraft
}

/** Null is the defaults of all projects. */
export type QuotaPlace = { readonly id: string; readonly name: string } | null

/** Sets every limit; what was left empty goes back to the default. What is no number is sent as it is: the API says why not. */
export function quotaCall(place: QuotaPlace, draft: QuotaDraft): ApiCall {
  const values = quotaKinds.map((kind) => {
    const text = draft[kind].trim()
    return [quotaWords[kind], text === '' ? null : /^[+-]?\d+$/.test(text) ? Number(text) : text]
  })
  const path = `/load-balancer/v2/lbaas/quotas/${place?.id ?? 'defaults'}`
  return { method: 'PUT', path, body: { quota: Object.fromEntries(values) } }
}

/** The option of each kind in `openstack loadbalancer quota`. */
const options = {
  load_balancer: '--loadbalancer',
  listener: '--listener',
  pool: '--pool',
  member: '--member',
  health_monitor: '--healthmonitor',
  l7_policy: '--l7policy',
  l7_rule: '--l7rule',
} as const satisfies Record<QuotaKind, string>

/** What sets and what resets, a command each. */
export function quotaCommand({ id }: { readonly id: string }, draft: QuotaDraft): string {
  const given = quotaKinds.filter((kind) => draft[kind].trim() !== '')
  const empty = quotaKinds.filter((kind) => draft[kind].trim() === '')
  const set = given.map((kind) => shellOption(options[kind], draft[kind].trim()))
  const unset = empty.map((kind) => options[kind])
  return [
    ...(set.length > 0 ? [['openstack loadbalancer quota set', ...set, shellWord(id)].join(' ')] : []),
    ...(unset.length > 0 ? [['openstack loadbalancer quota unset', ...unset, shellWord(id)].join(' ')] : []),
  ].join('\n')
}

export function limitText(limit: number): string {
  return limit < 0 ? 'no limit' : count(limit)
}

/** Whether a project has all that it may. */
export function isFull(limit: number, used: number): boolean {
  return limit >= 0 && used >= limit
}
