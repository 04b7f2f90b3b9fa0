import { contractVersion, type DesiredState, type HttpAnswer, type Probe } from 'model/contract/desired-state'
import type { RecentRequest } from 'model/contract/recent-request'
import type { Diagnostic, Outcome } from 'model/contract/report'
import { desired, takeReport } from '@/server/services/engine-desk.ts'

/** What the engine says about a load balancer that it got; nothing is "applied". */
export type Verdict = (loadbalancer_id: string) => readonly Diagnostic[]

/** What comes back for a request that is sent for real; null when nothing does. */
export type Answering = (probe: Extract<Probe, { kind: 'http' }>) => HttpAnswer | null

/** What a listener was asked lately. */
export type Recalling = (listener_id: string) => RecentRequest[]

const node = 'played'

/**
 * Plays an engine: asks the desk for what is desired and reports it as applied at once, or refused with diagnostics. The
 * answer stops it.
 */
export function playEngine(
  verdict: Verdict = () => [],
  answering: Answering = () => null,
  recalling: Recalling = () => [],
): () => Promise<void> {
  const stopping = new AbortController()
  const running = play({ verdict, answering, recalling }, stopping.signal)
  return async () => {
    stopping.abort()
    await running
  }
}

type Played = { readonly verdict: Verdict; readonly answering: Answering; readonly recalling: Recalling }

async function play(played: Played, signal: AbortSignal): Promise<void> {
  let after = 0
  while (!signal.aborted) {
    const state = await desired({ after, node, contract: contractVersion }, signal)
    if (state === null || signal.aborted) continue
    after = state.revision
    await takeReport(reportOf(state, played))
  }
}

function reportOf(state: DesiredState, { verdict, answering, recalling }: Played): object {
  return {
    contract: contractVersion,
    node,
    revision: state.revision,
    abilities: { haproxy: '2.6.12', ping: true, ipv6: true },
    outcomes: state.load_balancers.map(({ revision, graph }): Outcome => {
      const diagnostics = [...verdict(graph.load_balancer.id)]
      const outcome = diagnostics.length > 0 ? 'refused' : 'applied'
      return { loadbalancer_id: graph.load_balancer.id, revision, outcome, diagnostics, steps: [] }
    }),
    removed: state.removed,
    probes: state.probes.map((probe) => {
      const answer = probe.kind === 'http' ? answering(probe) : null
      const recent = probe.kind === 'recent' ? recalling(probe.listener_id) : []
      return { id: probe.id, recent, outcome: answer ? 'connected' : 'refused', duration_ms: 1, code: null, answer }
    }),
  }
}
