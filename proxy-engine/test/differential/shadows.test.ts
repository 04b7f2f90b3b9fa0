import fc from 'fast-check'
import type { HttpRequest } from 'model/l7/request'
import type { RuleCore } from 'model/l7/rule'
import { servedPolicies } from 'model/l7/served'
import { plantedSets, requests, policySets as simpleSets } from 'model/l7/shadow/policy-sets.examples'
import { type Shadow, shadowsOf } from 'model/l7/shadow/shadows'
import { expect, test } from 'vitest'
import { desiredOf, idOf, type PolicyCase } from '../../src/compile/golden/rows.ts'
import { requestsFor } from './aimed-requests.ts'
import { answersOf } from './policy-listeners.ts'
import { policySets } from './policy-sets.ts'
import { rawOf, sources, type WrittenRequest } from './requests.ts'

// biome-ignore-start lint/style/noProcessEnv: how much is tried by hand, which is no setting of the product.
const setCount = Number(process.env['SHADOW_SETS'] ?? 300)
const seed = Number(process.env['SHADOW_SEED'] ?? 2_026)
// biome-ignore-end lint/style/noProcessEnv: see above.
/** As many listeners as one process has. */
const batchSize = 300
const requestsPerDeadPolicy = 20

/** Few words, many words, and sets in which the last is known to be dead. */
const anySets: fc.Arbitrary<readonly PolicyCase[]> = fc.oneof(
  policySets,
  simpleSets.map((set) => set.map(policyCase)),
  plantedSets.map((set) => set.map(policyCase)),
)

function policyCase(rules: readonly RuleCore[]): PolicyCase {
  return { action: 'REJECT', rules }
}

test(`no request gets to a policy that is called dead, of ${setCount} sets, in HAProxy`, {
  timeout: 60_000 + setCount * 100,
}, async ({ annotate }) => {
  const total = { dead: 0, asked: 0, taken: 0, refused: 0 }
  for (let batch = 0; batch * batchSize < setCount; batch += 1) {
    const count = Math.min(batchSize, setCount - batch * batchSize)
    const sets = fc.sample(anySets, { numRuns: count, seed: seed + batch })
    const found = sets.map((set, at) => deadOf(set, at))
    const asked = sets.map((set, at) => askedOf(set, found[at] ?? [], (seed + batch) * batchSize + at))
    const { pairs } = await answersOf(sets, asked)
    const dead = new Set(found.flat().map((one) => one.policy_id))
    const met = pairs.filter(({ answer }) => answer.status !== 400)
    const wrong = met.filter(({ answer }) => dead.has(answer.headers.get('x-policy') ?? ''))
    expect(wrong.slice(0, 3).map(({ raw, answer }) => [raw, answer.headers.get('x-policy')])).toEqual([])
    total.dead += dead.size
    total.asked += pairs.length
    total.refused += pairs.length - met.length
    total.taken += met.filter(({ answer }) => (answer.headers.get('x-policy') ?? '') !== '').length
  }
  await annotate(
    `${total.dead} dead policies, ${total.asked} requests, ${total.taken} taken by a policy, ${total.refused} answered with 400`,
  )
  expect(total.dead).toBeGreaterThan(setCount)
  // Requests that no policy takes say nothing.
  expect(total.taken).toBeGreaterThan(total.asked / 3)
})

function deadOf(set: readonly PolicyCase[], at: number): Shadow[] {
  // The ids are those that the listener has among the others.
  const none = Array.from({ length: at }, () => ({ protocol: 'HTTP' as const, protocol_port: 80 }))
  const { graph } = desiredOf({
    listeners: [...none, { protocol: 'HTTP', protocol_port: 80, policies: set }],
    pools: [0, 1, 2, 3].map((pool) => ({ pool: { protocol: 'HTTP', admin_state_up: pool !== 3 } })),
  })
  return shadowsOf(servedPolicies(graph, idOf('listener', 1, at + 1)))
}

/** Requests that the dead policies would take if nothing stood before them, or nearly. */
function askedOf(set: readonly PolicyCase[], dead: readonly Shadow[], ownSeed: number): WrittenRequest[] {
  const numRuns = dead.length * requestsPerDeadPolicy
  if (numRuns === 0) return []
  const numbers = new Set(dead.map((one) => Number(one.policy_id.slice(-12)) % 100_000))
  const policies = set.filter((_, at) => numbers.has(at + 1))
  const aimed = fc.sample(requestsFor(policies), { numRuns, seed: ownSeed })
  const proofs = dead.flatMap((one) => one.example?.request ?? []).map(sendable)
  const others = fc.sample(requests, { numRuns, seed: ownSeed })
  const crossed = proofs.flatMap((proof, at) =>
    others
      .slice(at * requestsPerDeadPolicy, (at + 1) * requestsPerDeadPolicy)
      .map((other, which) => crossOf(proof, other, which)),
  )
  return [...aimed, ...[...proofs, ...crossed, ...others].map((request) => ({ request, raw: rawOf(request) })), ...odd]
}

/** From an address that every Linux machine has. */
function sendable(request: HttpRequest): HttpRequest {
  return request.source.startsWith('127.') ? request : { ...request, source: sources[0] }
}

/** The example with one of its parts from elsewhere. */
function crossOf(proof: HttpRequest, other: HttpRequest, which: number): HttpRequest {
  const parts = ['method', 'path', 'query', 'headers', 'source'] as const
  const part = parts[which % parts.length] ?? 'method'
  if (part === 'headers') return { ...proof, headers: [...proof.headers, ...other.headers.slice(1)] }
  const changed = { ...proof, [part]: other[part] }
  return changed.path === '' ? { ...changed, method: 'OPTIONS', query: '' } : sendable(changed)
}

/** What browsers never send: without a path, a host or a slash. */
const odd: readonly WrittenRequest[] = [
  'GET http://a.test HTTP/1.1\r\nHost: a.test',
  'GET http://a.test?x=/api HTTP/1.1\r\nHost: a.test',
  'GET http:///api HTTP/1.1\r\nHost: a.test',
  'OPTIONS * HTTP/1.1\r\nHost: a.test',
  'OPTIONS http://a.test HTTP/1.1\r\nHost: a.test',
  'GET * HTTP/1.1\r\nHost: a.test',
  'GET api HTTP/1.1\r\nHost: a.test',
  'GET /a#b HTTP/1.1\r\nHost: a.test',
  'GET / HTTP/1.0\r\nX-A: a',
  'GET / HTTP/1.1\r\nHost: A.TEST:x:y \t',
  'GET / HTTP/1.1\r\nHost: a.test\r\nX-A: \x01\x7f\xff',
].map((lines) => ({
  request: { method: '', path: '', query: '', headers: [], source: sources[0] },
  raw: `${lines}\r\nContent-Length: 0\r\n\r\n`,
}))
