import type { Issue } from 'model/errors'
import type { Graph } from 'model/graph/graph'
import type { PolicyDraft } from './draft.ts'
import { draftIssues } from './draft-issues.ts'
import { hostsIn } from './hosts.ts'

/** Several host names in place of the value of one rule: each becomes a policy of its own. */
export type PerHost = { readonly row: number; readonly text: string }

/** One draft for each host that was pasted; the names and places follow. */
export function splitByHost(draft: PolicyDraft, perHost: PerHost | null): PolicyDraft[] {
  const isThere = perHost !== null && draft.rules.some((one) => one.row === perHost.row)
  const hosts = isThere ? hostsIn(perHost.text) : []
  if (!isThere || hosts.length === 0) return [isThere ? withHost(draft, perHost.row, '') : draft]
  return hosts.map((host, at) => ({
    ...withHost(draft, perHost.row, host),
    name: hosts.length === 1 ? draft.name : draft.name === '' ? host : `${draft.name} ${host}`,
    position: draft.position === null ? null : draft.position + at,
  }))
}

function withHost(draft: PolicyDraft, row: number, value: string): PolicyDraft {
  return { ...draft, rules: draft.rules.map((one) => (one.row === row ? { ...one, value, added: [] } : one)) }
}

/** The rows are the same in all drafts: what is wrong with one of many hosts is told with its name. */
export function issuesOfAll(
  graph: Graph,
  listener_id: string,
  drafts: readonly PolicyDraft[],
  policy_id: string | null = null,
): Issue[] {
  for (const draft of drafts) {
    const issues = draftIssues(graph, listener_id, draft, policy_id)
    if (issues.length === 0) continue
    return drafts.length === 1 ? issues : issues.map((one) => ({ ...one, message: `${draft.name}: ${one.message}` }))
  }
  return []
}
