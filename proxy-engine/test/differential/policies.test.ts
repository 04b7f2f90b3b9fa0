import fc from 'fast-check'
import type { Graph } from 'model/graph/graph'
import { policiesOf, rulesOf } from 'model/graph/graph'
import { isUsed } from 'model/l7/policy-actions'
import { type HttpRequest, hostOf } from 'model/l7/request'
import type { RuleType } from 'model/l7/rule-kinds'
import { exampleRequest, type RuleExample, ruleExamples } from 'model/l7/rule-kinds.examples'
import { ruleSentence } from 'model/l7/sentence'
import type { Forwarded } from 'model/l7/treatment'
import type { L7Policy } from 'model/resources/l7-policy'
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

test('a value that is listed with others is compared as if it were alone, to its last character', async () => {
  const long = (text: string, length: number) => text.repeat(length).slice(0, length)
  const compares = ['EQUAL_TO', 'STARTS_WITH', 'ENDS_WITH', 'CONTAINS'] as const
  const header = { type: 'HEADER', key: 'X-Canary' } as const
  const policies: PolicyCase[] = [
    { action: 'REJECT', rules: [{ type: 'PATH', compare_type: 'EQUAL_TO', value: '/looked-up' }] },
    ...compares.flatMap((compare_type) =>
      [long(compare_type.charAt(0), 255), 'last', ...Array.from({ length: 22 }, (_, at) => `${at}-`)].map(
        (value): PolicyCase => ({
          action: 'REJECT',
          rules: [{ ...header, compare_type, value: `${compare_type.charAt(1)}${value}`.slice(-255) }],
        }),
      ),
    ),
    { action: 'REJECT', rules: [{ ...header, compare_type: 'EQUAL_TO', value: 'x', invert: true }] },
  ]
  const values = compares.flatMap((one) =>
    [254, 255, 256, 257, 300, 5_000].flatMap((length) => {
      const text = long(one.charAt(0), length)
      return [text, `-${text}`, `${text}-`, `${text.slice(0, 100)}\r\n ${text.slice(100)}`]
    }),
  )
  const small = [
    'Qlast',
    'Tlast',
    'Nlast',
    'Olast',
    '-Tlast',
    'Tlast-',
    '-Nlast',
    '-Olast-',
    '',
    'Q',
    'last',
    'Q\r\n last',
  ]
  const headers = [...values, ...small].flatMap((value): string[][] => [
    [value],
    ['x', value],
    [value, '', 'x'],
    ['Q', value],
  ])
  const asked = headers.map((several): WrittenRequest => {
    const request = { ...exampleRequest, headers: several.map((value) => ['X-Canary', value] as const) }
    // A line that goes on in the next one is joined by blanks where the line ended.
    const joined = request.headers.map(([name, value]) => [name, value.replace('\r\n', '  ')] as const)
    return { request: { ...request, headers: joined }, raw: rawOf(request) }
  })
  const { mismatches, refused, taken, lists } = await compared([policies], [asked])
  expect(lists).toEqual(['txn.starts.header.x_2dcanary', 'txn.values.header.x_2dcanary'])
  expect(mismatches.slice(0, 5)).toEqual([])
  expect(refused).toBe(0)
  expect(taken).toBeGreaterThan(asked.length / 3)
})

test(`HAProxy does what the simulator says, in ${pairCount} pairs of policies and requests`, {
  timeout: 60_000 + pairCount * 5,
}, async ({ annotate }) => {
  const total = { refused: 0, taken: 0, advanced: 0 }
  const everyList = new Set<string>()
  for (let batch = 0; batch * batchSize < pairCount; batch += 1) {
    const { mismatches, refused, taken, advanced, lists } = await comparedBatch(seed + batch)
    expect(mismatches.slice(0, 5)).toEqual([])
    for (const list of lists) everyList.add(list)
    total.refused += refused
    total.taken += taken
    total.advanced += advanced
  }
  await annotate(
    `${total.taken} were taken by a policy, ${total.advanced} of them by one beyond Octavia's, ${total.refused} answered with 400`,
  )
  // What HAProxy answers with 400 never gets to a policy; it may not be much, or nothing is tested.
  expect(total.refused).toBeLessThan(pairCount / 20)
  expect(total.taken).toBeGreaterThan(pairCount / 3)
  const parts = ['header.x_2dcanary', 'cookie.group', 'query_string.a']
  expect([...everyList].sort()).toEqual(
    ['starts', 'values'].flatMap((one) => parts.map((part) => `txn.${one}.${part}`)).sort(),
  )
  // Rewritten, shared by several pools, answered here, or redirected by parts.
  expect(total.advanced).toBeGreaterThan(pairCount / 10)
})

function comparedBatch(batchSeed: number): Promise<Comparison> {
  const listeners = batchSize / requestsPerListener
  const sets = fc.sample(policySets, { numRuns: listeners, seed: batchSeed })
  const asked = sets.map((set, at) =>
    fc.sample(requestsFor(set), { numRuns: requestsPerListener, seed: batchSeed * listeners + at }),
  )
  return compared(sets, asked)
}

type Comparison = {
  /** The lists of values that were compared with. */
  readonly lists: readonly string[]
  readonly mismatches: readonly object[]
  readonly refused: number
  readonly taken: number
  /** By a policy that does what Octavia's can not. */
  readonly advanced: number
}

/** What HAProxy answers, held against what the simulator says. */
async function compared(
  sets: readonly (readonly PolicyCase[])[],
  asked: readonly (readonly WrittenRequest[])[],
): Promise<Comparison> {
  const { graph, poolPorts, lists, pairs } = await answersOf(sets, asked)
  const advanced = new Set(graph.l7_policies.filter(isAdvanced).map((one) => one.id))
  const met = pairs.filter((pair) => pair.answer.status !== 400 && !isCutOff(pair))
  return {
    lists,
    mismatches: met.flatMap((pair) => mismatchOf(graph, poolPorts, pair)),
    refused: pairs.length - met.length,
    taken: met.filter(({ answer }) => answer.headers.get('x-policy') !== '').length,
    advanced: met.filter(({ answer }) => advanced.has(answer.headers.get('x-policy') ?? '')).length,
  }
}

/** What is answered before all of it was read: the reset that follows may overtake the answer, where more is on its way than HAProxy's buffer holds. */
function isCutOff({ raw, answer }: Pair): boolean {
  return answer.status === 0 && raw.length > 16_384
}

function isAdvanced(policy: L7Policy): boolean {
  const names = ['redirect_pools_config', 'redirect_url_config', 'fixed_response_config', 'rewrite_url_config'] as const
  return names.some((name) => isUsed(policy, name))
}

type Seen = { readonly status: number; readonly policy: string; readonly place: string }

function mismatchOf(graph: Graph, poolPorts: readonly number[], { listener_id, request, raw, answer }: Pair): object[] {
  const placeOf = (pool_id: string) => `${poolPorts[graph.pools.findIndex((one) => one.id === pool_id)]}`
  const { result, forwarded } = simulate(graph, listener_id, request)
  const isAnswer = result.kind === 'answer'
  const place = answer.headers.get('location') ?? answer.headers.get('x-port') ?? (isAnswer ? answer.body : '')
  const seen: Seen = { status: answer.status, policy: answer.headers.get('x-policy') ?? '', place }
  const expected = seenOf(result, placeOf, { request, seen })
  const isSame = expected.status === seen.status && expected.policy === seen.policy && expected.place === seen.place
  const differences =
    forwarded === null || seen.status !== 200 ? [] : forwardedDifferences(forwarded, { request, answer })
  if (isSame && differences.length > 0) return differences.map((one) => ({ raw, ...one }))
  if (isSame) return []
  const about = (id: string) => sentenceOf(graph, listener_id, id)
  return [
    { raw, expected: { ...expected, rules: about(expected.policy) }, seen: { ...seen, rules: about(seen.policy) } },
  ]
}

/** What a member got that is not what it should have got. Only what a policy touches is looked at. */
function forwardedDifferences(
  { host, path, query, inserted, removed }: Forwarded,
  { request, answer }: Pick<Pair, 'request' | 'answer'>,
): object[] {
  const got = (name: string) => answer.headers.get(`x-${name}`) ?? ''
  const isRewritten = path !== request.path || query !== request.query
  const isRenamed = host !== hostOf(request)
  const expectations: (readonly [name: string, wanted: string])[] = [
    ...(isRewritten ? [['url', `${path}${query === '' ? '' : `?${query}`}`] as const] : []),
    ...(isRenamed ? [['host', host ?? ''] as const] : []),
    ...removed.map((name) => [`got-${name.toLowerCase()}`, ''] as const),
    ...inserted.flatMap(([name, value]) => (value === null ? [] : [[`got-${name.toLowerCase()}`, value] as const])),
  ]
  const last = new Map(expectations)
  return [...last]
    .filter(([name, wanted]) => got(name) !== wanted)
    .map(([name, wanted]) => ({ name, wanted, got: got(name) }))
}

type Given = { readonly request: HttpRequest; readonly seen: Seen }

function seenOf(result: WalkResult, placeOf: (pool_id: string) => string, { request, seen }: Given): Seen {
  switch (result.kind) {
    case 'split': {
      // Any of them that has a weight will do.
      const places = result.pools.filter((one) => one.weight > 0).map((one) => placeOf(one.pool_id))
      const place = places.includes(seen.place) ? seen.place : places.join(' or ')
      return { status: 200, policy: result.policy_id, place }
    }
    case 'answer': {
      const { status_code, message_body } = result.answer
      const hasBody = request.method !== 'HEAD' && status_code !== '204'
      const place = hasBody ? Buffer.from(message_body).toString('latin1') : ''
      return { status: Number(status_code), policy: result.policy_id, place }
    }
    case 'pool':
      return { status: 200, policy: result.policy_id ?? '', place: placeOf(result.pool_id) }
    case 'redirect':
      return { status: result.code, policy: result.policy_id, place: result.location }
    case 'reject':
      return { status: 403, policy: result.policy_id, place: '' }
    case 'unavailable':
      return { status: 503, policy: result.policy_id ?? '', place: '' }
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
