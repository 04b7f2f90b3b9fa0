import { contractVersion, type DesiredState } from 'model/contract/desired-state'
import { type Report, report as reportSchema } from 'model/contract/report'
import { noTraffic, type SampleBatch, sampleBatch } from 'model/contract/sample'
import { DomainError } from 'model/errors'
import { bus } from '../bus.ts'
import { clock, moment } from '../clock.ts'
import { env } from '../env.ts'
import { log, logEvents } from '../log.ts'
import { noteHits } from '../metrics/policy-hits.ts'
import { ring } from '../metrics/ring.ts'
import { saveEndedSteps } from '../metrics/save.ts'
import { sum } from '../metrics/totals.ts'
import { unsaved } from '../metrics/unsaved.ts'
import { database, inTransaction } from '../store/client.ts'
import { saveNode } from '../store/engines.ts'
import { livingGraph, loadGraphs } from '../store/graphs.ts'
import { changedSince } from '../store/revisions.ts'
import { noteAbilities } from './abilities.ts'
import { withChallenges } from './challenges.ts'
import { countedBatches, heard, type Node, nodeOf } from './engines.ts'
import { takeFullListeners, takeHealth } from './member-health.ts'
import { accepted, parsed } from './parse.ts'
import { answerProbes, probesToHandOut } from './probes.ts'
import { isSame, keptSecret } from './secrets.ts'
import { withCertificates } from './served-certificates.ts'
import { purgeRemoved, settle } from './settle.ts'

/** How long an engine's question waits for an answer, in milliseconds. */
const pollMilliseconds = 25_000
/** How old the stored word of an engine may be, in milliseconds: it only tells the next process that there is one. */
const saveMilliseconds = 10_000

/** Compares the bearer token of an engine in constant time. */
export function isEngineToken(token: string): boolean {
  return isSame(token, env().engineToken ?? keptSecret('engine.token'))
}

export type DesiredQuery = { readonly after: number; readonly node: string; readonly contract: number }

/**
 * Everything that changed after a revision, as soon as there is something; null after 25 s without.
 * @throws conflict when the engine speaks another contract
 */
export async function desired(query: DesiredQuery, signal: AbortSignal): Promise<DesiredState | null> {
  refuseOtherContract(query.contract)
  const node = nodeOf(query.node)
  heard(node)
  node.openPolls += 1
  const until = clock().now() + pollMilliseconds
  try {
    for (;;) {
      const news = nextNews(until - clock().now(), signal)
      const state = await news.givingUpOnError(() => stateAfter(node, query.after))
      if (state !== null || !(await news.came)) return state
    }
  } finally {
    node.openPolls -= 1
    node.heardAt = clock().now()
  }
}

/** Listens before anybody looks, so that nothing that comes in between is missed. */
function nextNews(milliseconds: number, signal: AbortSignal) {
  let finish: (came: boolean) => void = () => {}
  const came = new Promise<boolean>((resolve) => {
    finish = resolve
  })
  const onNews = () => finish(true)
  const onEnd = () => finish(false)
  bus().once('desired', onNews)
  signal.addEventListener('abort', onEnd, { once: true })
  const cancel = clock().after(Math.max(0, milliseconds), onEnd)
  if (signal.aborted) onEnd()
  const stop = () => {
    bus().off('desired', onNews)
    signal.removeEventListener('abort', onEnd)
    cancel()
  }
  return {
    came: came.finally(stop),
    /** Runs the look; without an answer the listening goes on. */
    givingUpOnError: async <T>(look: () => Promise<T>): Promise<T> => {
      const answer = await look().catch((error: unknown) => {
        finish(false)
        throw error
      })
      if (answer !== null) finish(false)
      return answer
    },
  }
}

async function stateAfter(node: Node, after: number): Promise<DesiredState | null> {
  const state = await changesAfter(node, after)
  const probes = probesToHandOut()
  const isNews = state.is_complete || state.revision > after || state.load_balancers.length > 0 || probes.length > 0
  node.isCaughtUp = true
  node.wantsAll = false
  return isNews ? { ...state, removed: [...state.removed], probes } : null
}

/**
 * What changed, and the load balancers as they are by now: one may be newer than the revision that is told, and comes once more then.
 * One that was asked to go in between is left out, and told as removed next time.
 */
async function changesAfter(node: Node, after: number) {
  const options = { unsettled: !node.isCaughtUp }
  const newer = await changedSince(database(), after, options)
  // An engine that is ahead has served another database: what it knows says nothing here.
  const is_complete = node.wantsAll || after === 0 || after > newer.revision
  const { revision, changed, removed } = is_complete ? await changedSince(database(), 0, options) : newer
  const graphs = await loadGraphs(
    database(),
    changed.map(({ id }) => id),
  )
  const living = graphs
    .filter((stored) => stored.load_balancer.removed_in === null)
    .map((stored) => ({ revision: stored.load_balancer.revision, graph: livingGraph(stored) }))
  const load_balancers = await withChallenges(database(), await withCertificates(database(), living))
  return { revision, is_complete, load_balancers, removed }
}

/** `input` is a Report. @throws invalid, conflict */
export async function takeReport(input: unknown): Promise<void> {
  const report = accepted(parsed(reportSchema, input))
  refuseOtherContract(report.contract)
  await noteReport(report)
  answerProbes(report.probes)
  await settle(report.outcomes)
  await purgeRemoved(report.revision, report.removed)
}

async function noteReport(report: Report): Promise<void> {
  const node = nodeOf(report.node)
  heard(node)
  noteAbilities(report.abilities)
  const { abilities, revision } = report
  const isOther = node.abilities?.haproxy !== abilities.haproxy
  const isFurther = node.revision !== revision
  node.abilities = abilities
  node.revision = revision
  if (isOther || clock().now() - node.savedAt > saveMilliseconds) {
    node.savedAt = clock().now()
    const heard_at = moment(node.savedAt)
    await inTransaction((transaction) => saveNode(transaction, { node: report.node, abilities, revision, heard_at }))
  }
  if (isOther || isFurther) bus().emit('engines')
  log.debug(logEvents.engineReported, { node: report.node, revision })
}

/** `input` is a SampleBatch. What was counted before is not counted again. @throws invalid */
export async function takeSamples(input: unknown): Promise<void> {
  const batch = accepted(parsed(sampleBatch, input))
  const node = nodeOf(batch.node)
  heard(node)
  const { session, sequence } = node.counted
  if (batch.session === session && batch.sequence <= sequence) {
    log.info(logEvents.samplesRepeated, { node: batch.node, sequence: batch.sequence })
    return
  }
  // Marked before anything is awaited: the same batch may come again while this one is being written.
  node.counted = { node: batch.node, session: batch.session, sequence: batch.sequence }
  const changed = ring().add(batch.seconds)
  unsaved().seconds.push(...batch.seconds)
  noteHits(batch.seconds)
  noteCarried(node, batch.seconds)
  if (changed.length > 0) bus().emit('seconds', changed)
  await takeHealth(batch.health)
  await takeFullListeners(node, batch.full_listeners)
  const newest = ring().newest
  if (newest !== null) await saveEndedSteps(newest, countedBatches())
}

function noteCarried(node: Node, seconds: SampleBatch['seconds']): void {
  const carried = new Map(node.carried)
  for (const one of seconds.flatMap(({ series }) => series)) {
    if (one.kind !== 'listener') continue
    const { loadbalancer_id, counters } = one
    const total = sum(carried.get(one.id) ?? noTraffic, counters)
    carried.set(one.id, { ...total, loadbalancer_id, active: counters.active })
  }
  node.carried = carried
}

function refuseOtherContract(contract: number): void {
  if (contract === contractVersion) return
  const message = `This control plane speaks version ${contractVersion} of the engine contract, the engine version ${contract}. Upgrade both to the same release.`
  throw new DomainError('conflict', message)
}
