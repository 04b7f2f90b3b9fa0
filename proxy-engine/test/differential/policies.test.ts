import fc from 'fast-check'
import type { Graph } from 'model/graph/graph'
import { policiesOf, rulesOf } from 'model/graph/graph'
import type { RuleType } from 'model/l7/rule-kinds'
import { exampleRequest, type RuleExample, ruleExamples } from 'model/l7/rule-kinds.examples'
import { ruleSentence } from 'model/l7/sentence'
import { expect, test } from 'vitest'
import type { PolicyCase } from '../../src/compile/golden/rows.ts'
import { simulate, type WalkResult } from '../../src/simulate/simulate.ts'
import { requestsFor } from './aimed-requests.ts'
import { answersOf, type Pair } from './policy-listeners.ts'
import { policySets } from './policy-sets.ts'
import { rawOf, type WrittenRequest } from './requests.ts'

// biome-ignore-start lint/style/noProcessEnv: how much is tried by hand, which is no setting of the product.
const pairCount = Number(process.env['POLICY_PAIRS'] ?? 20_000)
const seed = Number(process.env['POLICY_SEED'] ?? 2_026)
// biome-ignore-end lint/style/noProcessEnv: see above.
/** As many as one process and its listeners are asked. */
const batchSize = 20_000
const requestsPerListener = 500

test('every example of a rule means to HAProxy what it means to us', { timeout: 60_000 }, async () => {
  const examples = Object.entries(ruleExamples).flatMap(([type, rows]: [string, readonly RuleExample[]]) =>
    rows.map((row) => ({ ...row, rule: { ...row.rule, type: type as RuleType } })),
  )
  const sets = examples.map(({ rule }): PolicyCase[] => [{ action: 'REJECT', rules: [rule] }])
  const asked = examples.map(({ takes, leaves }) =>
    [...takes, ...leaves]
      .map((given) => ({ ...exampleRequest, ...given }))
      .map((request): WrittenRequest => ({ request, raw: rawOf(request) })),
  )
  const { mismatches, refused } = await compared(sets, asked)
  expect(mismatches).toEqual([])
  expect(refused).toBe(0)
})

test(`HAProxy does what the simulator says, in ${pairCount} pairs of policies and requests`, {
  timeout: 60_000 + pairCount * 5,
}, async ({ annotate }) => {
  const total = { refused: 0, taken: 0 }
  for (let batch = 0; batch * batchSize < pairCount; batch += 1) {
    const { mismatches, refused, taken } = await comparedBatch(seed + batch)
    expect(mismatches.slice(0, 5)).toEqual([])
    total.refused += refused
    total.taken += taken
  }
  await annotate(`${total.taken} were taken by a policy, ${total.refused} answered with 400`)
  // What HAProxy answers with 400 never gets to a policy; it may not be much, or nothing is tested.
  expect(total.refused).toBeLessThan(pairCount / 20)
  expect(total.taken).toBeGreaterThan(pairCount / 3)
})

function comparedBatch(batchSeed: number): Promise<Comparison> {
  const listeners = batchSize / requestsPerListener
  const sets = fc.sample(policySets, { numRuns: listeners, seed: batchSeed })
  const asked = sets.map((set, at) =>
    fc.sample(requestsFor(set), { numRuns: requestsPerListener, seed: batchSeed * listeners + at }),
  )
  return compared(sets, asked)
}

type Comparison = { readonly mismatches: readonly object[]; readonly refused: number; readonly taken: number }

/** What HAProxy answers, held against what the simulator says. */
async function compared(
  sets: readonly (readonly PolicyCase[])[],
  asked: readonly (readonly WrittenRequest[])[],
): Promise<Comparison> {
  const { graph, poolPorts, pairs } = await answersOf(sets, asked)
  const met = pairs.filter(({ answer }) => answer.status !== 400)
  return {
    mismatches: met.flatMap((pair) => mismatchOf(graph, poolPorts, pair)),
    refused: pairs.length - met.length,
    taken: met.filter(({ answer }) => answer.headers.get('x-policy') !== '').length,
  }
}

type Seen = { readonly status: number; readonly policy: string; readonly place: string }

function mismatchOf(graph: Graph, poolPorts: readonly number[], { listener_id, request, raw, answer }: Pair): object[] {
  const placeOf = (pool_id: string) => `${poolPorts[graph.pools.findIndex((one) => one.id === pool_id)]}`
  const expected = seenOf(simulate(graph, listener_id, request).result, placeOf)
  const place = answer.headers.get('location') ?? answer.headers.get('x-port') ?? ''
  const seen: Seen = { status: answer.status, policy: answer.headers.get('x-policy') ?? '', place }
  const isSame = expected.status === seen.status && expected.policy === seen.policy && expected.place === seen.place
  if (isSame) return []
  const about = (id: string) => sentenceOf(graph, listener_id, id)
  return [
    { raw, expected: { ...expected, rules: about(expected.policy) }, seen: { ...seen, rules: about(seen.policy) } },
  ]
}

function seenOf(result: WalkResult, placeOf: (pool_id: string) => string): Seen {
  switch (result.kind) {
    case 'pool':
      return { status: 200, policy: result.policy_id ?? '', place: placeOf(result.pool_id) }
    case 'redirect':
      return { status: result.code, policy: result.policy_id, place: result.location }
    case 'reject':
      return { status: 403, policy: result.policy_id, place: '' }
    case 'unavailable':
      return { status: 503, policy: '', place: '' }
    case 'closed':
      return { status: 0, policy: result.policy_id ?? '', place: '' }
  }
}

function sentenceOf(graph: Graph, listener_id: string, policy_id: string): string {
  const policy = policiesOf(graph, listener_id).find((one) => one.id === policy_id)
  if (policy === undefined) return 'no policy'
  return `${policy.position}: ${rulesOf(graph, policy_id)
    .filter((one) => one.admin_state_up)
    .map(ruleSentence)
    .join(' and ')}`
}
