import { contractVersion, type DesiredState } from 'model/contract/desired-state'
import type { Diagnostic, Outcome } from 'model/contract/report'
import { desired, takeReport } from '@/server/services/engine-desk.ts'

/** What the engine says about a load balancer that it got; nothing is "applied". */
export type Verdict = (loadbalancer_id: string) => readonly Diagnostic[]

const node = 'played'

/**
 * Plays an engine: asks the desk for what is desired and reports it as applied at once, or refused with diagnostics. The
 * answer stops it.
 */
export function playEngine(verdict: Verdict = () => []): () => Promise<void> {
  const stopping = new AbortController()
  const running = play(verdict, stopping.signal)
  return async () => {
    stopping.abort()
    await running
  }
}

async function play(verdict: Verdict, signal: AbortSignal): Promise<void> {
  let after = 0
  while (!signal.aborted) {
    const state = await desired({ after, node, contract: contractVersion }, signal)
    if (state === null || signal.aborted) continue
    after = state.revision
    await takeReport(reportOf(state, verdict))
  }
}

function reportOf(state: DesiredState, verdict: Verdict): object {
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
    probes: [],
  }
}
