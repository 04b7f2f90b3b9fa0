import { contractVersion, type DesiredState } from 'model/contract/desired-state'
import type { Diagnostic, StepRecord } from 'model/contract/report'
import { desired, takeReport, takeSamples } from '../services/engine-desk.ts'

const abilities = { haproxy: '2.6.12', ping: true, ipv6: true }

/** An engine without a data plane: it asks and tells what a real one would, step by step. */
export class PlayedEngine {
  readonly node: string
  after = 0
  #sequence = 0
  readonly #stopping = new AbortController()

  constructor(node = 'played') {
    this.node = node
  }

  async pull(): Promise<DesiredState | null> {
    const state = await desired(
      { after: this.after, node: this.node, contract: contractVersion },
      this.#stopping.signal,
    )
    if (state) this.after = state.revision
    return state
  }

  async report(
    state: DesiredState,
    diagnostics: readonly Diagnostic[] = [],
    steps: readonly StepRecord[] = [],
  ): Promise<void> {
    const outcome = diagnostics.length > 0 ? 'refused' : 'applied'
    await takeReport({
      contract: contractVersion,
      node: this.node,
      revision: state.revision,
      abilities,
      outcomes: state.load_balancers.map(({ revision, graph }) => ({
        loadbalancer_id: graph.load_balancer.id,
        revision,
        outcome,
        diagnostics,
        steps,
      })),
      removed: state.removed,
      probes: state.probes.map(({ id }) => ({ id, outcome: 'refused', duration_ms: 1, code: 'ECONNREFUSED' })),
    })
  }

  /** Takes what is there and says that it runs. */
  async apply(): Promise<void> {
    const state = await this.pull()
    if (state) await this.report(state)
  }

  /** Takes what is there and says that it can not run. */
  async refuse(diagnostics: readonly Diagnostic[]): Promise<void> {
    const state = await this.pull()
    if (state) await this.report(state, diagnostics)
  }

  async samples(batch: {
    readonly seconds?: unknown
    readonly health?: unknown
    readonly full_listeners?: unknown
  }): Promise<object> {
    this.#sequence += 1
    const whole = {
      node: this.node,
      session: 's',
      sequence: this.#sequence,
      seconds: [],
      health: [],
      full_listeners: [],
      ...batch,
    }
    await takeSamples(whole)
    return whole
  }

  /** Applies whatever comes, until it is stopped. */
  run(): () => Promise<void> {
    const running = this.#applyAll()
    return async () => {
      this.#stopping.abort()
      await running
    }
  }

  async #applyAll(): Promise<void> {
    while (!this.#stopping.signal.aborted) await this.apply()
  }
}
