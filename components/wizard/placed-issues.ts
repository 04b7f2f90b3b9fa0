import type { Issue } from 'model/errors'
import { type Draft, filledMembers } from './draft.ts'
import type { DraftIssue } from './draft-issues.ts'
import type { Step } from './steps.ts'

const stepOf: Readonly<Record<string, Step>> = {
  load_balancer: 'load_balancer',
  loadbalancer: 'load_balancer',
  listeners: 'listener',
  pools: 'pool',
  members: 'members',
  health_monitors: 'health_monitor',
  healthmonitor: 'health_monitor',
}

/**
 * What the server said, at its place in the wizard. It names attributes by their path in the tree
 * (`pools/0/members/2/address`) or in the graph that it would become (`listeners/{id}/protocol_port`).
 */
export function placedIssue(issue: Issue, draft: Draft): DraftIssue {
  const words = issue.about.split('/')
  const collections = words.filter((word) => stepOf[word])
  const innermost = collections.at(-1)
  if (innermost === undefined) return { ...issue, step: issue.about === '' ? 'review' : 'load_balancer' }
  const step = stepOf[innermost] ?? 'review'
  const rest = words.slice(words.lastIndexOf(innermost) + 1)
  // Only one of each is in the draft: the number or id says nothing, but for members.
  const isNumbered = innermost !== 'healthmonitor' && innermost !== 'load_balancer' && innermost !== 'loadbalancer'
  const about = (isNumbered ? rest.slice(1) : rest).join('/')
  if (step !== 'members') return placedPool({ ...issue, step, about })
  const row = filledMembers(draft)[Number(rest[0])]
  return { ...issue, step, about: row ? `${row.key}/${about}` : '' }
}

/** A pool that does not fit its listener is chosen in the pool's step. */
function placedPool(issue: DraftIssue): DraftIssue {
  const isAboutPool = issue.step === 'listener' && issue.about.startsWith('default_pool')
  return isAboutPool ? { ...issue, step: 'pool', about: 'protocol' } : issue
}
