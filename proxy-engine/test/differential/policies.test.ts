import fc from 'fast-check'
import type { Graph } from 'model/graph/graph'
import { policiesOf, rulesOf } from 'model/graph/graph'
import type { RuleType } from 'model/l7/rule-kinds'
import { exampleRequest, type RuleExample, ruleExamples } from 'model/l7/rule-kinds.examples'
import { ruleSentence } from 'model/l7/sentence'
import { expect, test } from 'vitest'
import type { CompiledLoadBalancer, Section } from '../../src/compile/compiled.ts'
import { desiredOf, idOf, type LoadBalancerCase, type PolicyCase } from '../../src/compile/golden/rows.ts'
import { simulate, type WalkResult } from '../../src/simulate/simulate.ts'
import { compiledOf, freePort, runHaproxy, vip } from '../compiled-haproxy.ts'
import { requestsFor } from './aimed-requests.ts'
import { policySets } from './policy-sets.ts'
import { type RawAnswer, RawClient } from './raw-client.ts'
import { rawOf, sources, type WrittenRequest } from './requests.ts'

// biome-ignore-start lint/style/noProcessEnv: how much is tried by hand, which is no setting of the product.
const pairCount = Number(process.env['POLICY_PAIRS'] ?? 20_000)
const seed = Number(process.env['POLICY_SEED'] ?? 2_026)
// biome-ignore-end lint/style/noProcessEnv: see above.
/** As many as one process and its listeners are asked. */
const batchSize = 20_000
const requestsPerListener = 500
const poolCount = 4

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

/** One listener for each set of policies, all in one process, and the requests of each. */
async function compared(
  sets: readonly (readonly PolicyCase[])[],
  asked: readonly (readonly WrittenRequest[])[],
): Promise<Comparison> {
  const ports = await freePorts(sets.length + poolCount)
  const poolPorts = ports.splice(0, poolCount)
  const { graph, revision } = desiredOf(caseOf(sets, ports, poolPorts))
  const haproxy = await runHaproxy([withPolicyHeader(compiledOf({ graph, revision })), echoOf(poolPorts)])
  try {
    const answers = await inParallel(sets.length, (at) => answersOf(ports[at] ?? 0, asked[at] ?? []))
    const pairs = answers.flatMap((list, at) =>
      list.map((one) => ({ ...one, listener_id: idOf('listener', 1, at + 1) })),
    )
    const met = pairs.filter(({ answer }) => answer.status !== 400)
    return {
      mismatches: met.flatMap((pair) => mismatchOf(graph, poolPorts, pair)),
      refused: pairs.length - met.length,
      taken: met.filter(({ answer }) => answer.headers.get('x-policy') !== '').length,
    }
  } finally {
    await haproxy.stop()
  }
}

function caseOf(
  sets: readonly (readonly PolicyCase[])[],
  ports: readonly number[],
  poolPorts: readonly number[],
): LoadBalancerCase {
  return {
    load_balancer: { vip_address: vip },
    listeners: sets.map((policies, at) => ({
      protocol: 'HTTP',
      protocol_port: ports[at] ?? 0,
      policies,
      // Some have none: their clients get 503.
      ...(at % 4 === 0 ? {} : { default_pool: 0 }),
    })),
    pools: poolPorts.map((protocol_port, at) => ({
      pool: { protocol: 'HTTP', admin_state_up: at !== poolCount - 1 },
      members: [{ address: '127.0.0.1', protocol_port }],
    })),
  }
}

/** The answer names the policy that HAProxy has found. */
function withPolicyHeader(part: CompiledLoadBalancer): CompiledLoadBalancer {
  const text = 'http-after-response set-header x-policy %[var(txn.act),field(2,|)]'
  const sections = part.sections.map((section) =>
    section.name.startsWith('frontend') ? { ...section, lines: [...section.lines, { text, about: null }] } : section,
  )
  return { ...part, sections }
}

/** The members of all pools: each answers with its port. HAProxy itself, because it takes whatever HAProxy passes on. */
function echoOf(ports: readonly number[]): CompiledLoadBalancer {
  const lines = [
    'mode http',
    'timeout client 10s',
    ...ports.map((port) => `bind 127.0.0.1:${port}`),
    'http-request return status 200 hdr x-port %[dst_port]',
  ]
  const section: Section = { name: 'frontend echo', about: '', lines: lines.map((text) => ({ text, about: null })) }
  const none = { servers: [], engineChecks: [], binds: [], maps: [], needsStickTables: false, titles: {} }
  return { loadbalancer_id: 'echo', revision: 1, sections: [section], ...none }
}

type Pair = WrittenRequest & { readonly answer: RawAnswer }

async function answersOf(port: number, asked: readonly WrittenRequest[]): Promise<Pair[]> {
  const clients = new Map(sources.map((source): [string, RawClient] => [source, new RawClient(port, source)]))
  const pairs: Pair[] = []
  for (const one of asked) {
    const client = clients.get(one.request.source) ?? new RawClient(port, one.request.source)
    clients.set(one.request.source, client)
    pairs.push({ ...one, answer: await client.ask(one.raw) })
  }
  for (const client of clients.values()) client.close()
  return pairs
}

type Seen = { readonly status: number; readonly policy: string; readonly place: string }

function mismatchOf(
  graph: Graph,
  poolPorts: readonly number[],
  { listener_id, request, raw, answer }: Pair & { readonly listener_id: string },
): object[] {
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

async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>()
  while (ports.size < count) ports.add(await freePort(vip))
  return [...ports]
}

/** More at once would only wait for each other. */
async function inParallel<T>(count: number, run: (at: number) => Promise<T>): Promise<T[]> {
  const results: T[] = []
  let next = 0
  const worker = async () => {
    for (let at = next++; at < count; at = next++) results[at] = await run(at)
  }
  await Promise.all(Array.from({ length: 16 }, worker))
  return results
}
