import type { Graph } from 'model/graph/graph'
import type { CompiledLoadBalancer, Section } from '../../src/compile/compiled.ts'
import { desiredOf, idOf, type LoadBalancerCase, type PolicyCase } from '../../src/compile/golden/rows.ts'
import { compiledOf, freePort, runHaproxy, vip } from '../compiled-haproxy.ts'
import { type RawAnswer, RawClient } from './raw-client.ts'
import { sources, type WrittenRequest } from './requests.ts'

const poolCount = 4

export type Pair<W extends WrittenRequest = WrittenRequest> = W & {
  readonly answer: RawAnswer
  readonly listener_id: string
}
export type Answered<W extends WrittenRequest> = {
  readonly graph: Graph
  /** The answers name their pool by its port. */
  readonly poolPorts: readonly number[]
  /** The variables in which listeners list values before they compare them, one for each list. */
  readonly lists: readonly string[]
  readonly pairs: readonly Pair<W>[]
}

/** One listener for each set of policies, all in one HAProxy, and what it answers to the requests of each. The policy that took one is in `x-policy`. */
export async function answersOf<W extends WrittenRequest>(
  sets: readonly (readonly PolicyCase[])[],
  asked: readonly (readonly W[])[],
): Promise<Answered<W>> {
  const ports = await freePorts(sets.length + poolCount)
  const poolPorts = ports.splice(0, poolCount)
  const { graph, revision } = desiredOf(caseOf(sets, ports, poolPorts))
  const compiled = compiledOf({ graph, revision })
  const texts = compiled.sections.flatMap((section) => section.lines.map(({ text }) => text))
  const lists = texts.flatMap((text) => /^http-request set-var\((txn\.(?:starts|values)\.\S+)\) /.exec(text)?.[1] ?? [])
  const haproxy = await runHaproxy([withPolicyHeader(compiled), echoOf(poolPorts)])
  try {
    const answers = await inParallel(sets.length, async (at) =>
      (await answersOn(ports[at] ?? 0, asked[at] ?? [])).map((one) => ({
        ...one,
        listener_id: idOf('listener', 1, at + 1),
      })),
    )
    return { graph, poolPorts, lists, pairs: answers.flat() }
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

/** What a member got, in headers of its answer. */
const echoed = [
  'hdr x-url %[pathq] hdr x-host %[req.fhdr(host)]',
  ...['X-Ins', 'X-Copy', 'X-Canary'].map((name) => `hdr x-got-${name} %[req.fhdr(${name})]`),
]

/** The members of all pools: each answers with its port and what it got. HAProxy itself, because it takes whatever HAProxy passes on. */
function echoOf(ports: readonly number[]): CompiledLoadBalancer {
  const lines = [
    'mode http',
    'timeout client 10s',
    ...ports.map((port) => `bind 127.0.0.1:${port}`),
    ['http-request return status 200 hdr x-port %[dst_port]', ...echoed].join(' '),
  ]
  const section: Section = { name: 'frontend echo', about: '', lines: lines.map((text) => ({ text, about: null })) }
  const none = {
    servers: [],
    engineChecks: [],
    binds: [],
    maps: [],
    certificates: [],
    certificateLists: [],
    clientTrusts: [],
    relay: [],
    needsStickTables: false,
    servesMetrics: false,
    titleOf: () => undefined,
  }
  return { loadbalancer_id: 'echo', revision: 1, sections: [section], ...none }
}

async function answersOn<W extends WrittenRequest>(
  port: number,
  asked: readonly W[],
): Promise<(W & { readonly answer: RawAnswer })[]> {
  const clients = new Map(sources.map((source): [string, RawClient] => [source, new RawClient(port, source)]))
  const pairs: (W & { readonly answer: RawAnswer })[] = []
  for (const one of asked) {
    const client = clients.get(one.request.source) ?? new RawClient(port, one.request.source)
    clients.set(one.request.source, client)
    pairs.push({ ...one, answer: await client.ask(one.raw) })
  }
  for (const client of clients.values()) client.close()
  return pairs
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
