import type { Limits } from 'model/resources/quota'
import { quotaOf, quotaOverview } from '@/server/services/quotas.ts'
import type { Call } from '../shared/operation.ts'
import { answer } from './answers.ts'
import { projectOf } from './rows.ts'

/** What is limited, in the dialect's words. */
const words = {
  loadbalancer: 'load_balancer',
  listener: 'listener',
  pool: 'pool',
  member: 'member',
  healthmonitor: 'health_monitor',
  l7policy: 'l7_policy',
} as const satisfies Record<string, keyof Limits>

/** -1 is no limit, and so it is for all that is not counted here. */
export async function showQuota(call: Call): Promise<Response> {
  const project_id = projectOf(call)
  const limits = await quotaOf(call.actor, project_id)
  const quota = Object.fromEntries(Object.entries(words).map(([word, kind]) => [word, limits[kind]]))
  return answer({ quota: { project_id, ...quota, certificate: -1, condition_per_policy: 10, ipgroup: 0 } })
}

export async function showQuotaDetails(call: Call): Promise<Response> {
  const { projects } = await quotaOverview(call.actor)
  const own = projects.find(({ project }) => project.id === projectOf(call))
  const quotas = Object.entries(words).map(([quota_key, kind]) => ({
    quota_key,
    quota_limit: own?.limits[kind] ?? -1,
    used: own?.in_use[kind] ?? 0,
    unit: 'count',
  }))
  return answer({ quotas })
}
