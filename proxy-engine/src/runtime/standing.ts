import type { DesiredLoadBalancer } from 'model/contract/desired-state'
import type { Diagnostic, Outcome } from 'model/contract/report'
import type { Bind, CompiledLoadBalancer } from '../compile/compiled.ts'

/** Why a document can not be served; once all of `binds` can be bound, it is worth another try. */
export type Refusal = { readonly diagnostics: readonly Diagnostic[]; readonly binds: readonly Bind[] }

/** A document, and what became of it. */
export type Candidate = {
  readonly document: DesiredLoadBalancer
  /** Null when it can not be compiled; `refusal` says why. */
  readonly compiled: CompiledLoadBalancer | null
  refusal: Refusal | null
}

/** A document that can be served. */
export type Servable = Candidate & { readonly compiled: CompiledLoadBalancer }

/** How one load balancer stands: what is wanted, and what it was last served from. They are one object once what is wanted is served. */
export class Standing {
  readonly wanted: Candidate
  #lastGood: Candidate | null
  /** What was last said about it, so that it is said once, and the refusals that it was about. */
  #said: string | null = null
  #about: { readonly own: Refusal | null; readonly last: Refusal | null } | null = null
  #untold: Outcome | null = null

  constructor(wanted: Candidate, lastGood: Candidate | null) {
    this.wanted = wanted
    this.#lastGood = lastGood
  }

  get lastGood(): Candidate | null {
    return this.#lastGood
  }

  /** What it is to be served from: what is wanted, or where that was refused, what was last good. */
  get served(): Servable | null {
    if (isServable(this.wanted)) return this.wanted
    return isServable(this.#lastGood) ? this.#lastGood : null
  }

  /** The document to come back with after a crash, even if it can not be served just now. */
  get good(): DesiredLoadBalancer | null {
    return (this.served ?? this.#lastGood)?.document ?? null
  }

  /** Whether what is to be served was never served before. */
  get isNew(): boolean {
    return this.served === this.wanted && this.#lastGood !== this.wanted
  }

  /** The outcome that is to be reported, until somebody took it. */
  get untold(): Outcome | null {
    return this.#untold
  }

  /** Lays a refusal to what was just tried. */
  refuse(refusal: Refusal): void {
    const { served } = this
    if (served !== null) served.refusal = refusal
  }

  /** Refusals that may be over when an address becomes free. */
  waiting(): readonly { readonly candidate: Candidate; readonly binds: readonly Bind[] }[] {
    const candidates = new Set([this.wanted, ...(this.#lastGood ? [this.#lastGood] : [])])
    return [...candidates].flatMap((candidate) => {
      const binds = candidate.refusal?.binds ?? []
      return binds.length > 0 ? [{ candidate, binds }] : []
    })
  }

  /** A turn has ended. */
  settle(steps: Outcome['steps']): void {
    const { document, refusal } = this.wanted
    if (refusal === null) this.#lastGood = this.wanted
    const last = this.#lastGood === this.wanted ? null : this.#lastGood
    // Most load balancers are as they were: of a thousand, that is soon found out.
    const about = { own: refusal, last: last?.refusal ?? null }
    if (steps.length === 0 && this.#about?.own === about.own && this.#about.last === about.last) return
    this.#about = about
    const outcome: Outcome = {
      loadbalancer_id: document.graph.load_balancer.id,
      revision: document.revision,
      outcome: refusal === null ? 'applied' : 'refused',
      diagnostics: [...(refusal?.diagnostics ?? []), ...(last?.refusal?.diagnostics ?? [])],
      steps: [...(this.#untold?.steps ?? []), ...steps],
    }
    const said = JSON.stringify([outcome.revision, outcome.outcome, outcome.diagnostics])
    if (this.#said !== said) this.#untold = outcome
    this.#said = said
  }

  told(outcome: Outcome): void {
    if (this.#untold === outcome) this.#untold = null
  }

  /** Somebody asks again. */
  sayAgain(): void {
    this.#said = null
    this.#about = null
  }
}

function isServable(candidate: Candidate | null): candidate is Servable {
  return candidate !== null && candidate.compiled !== null && candidate.refusal === null
}
