import { isDeepStrictEqual } from 'node:util'
import type { DesiredLoadBalancer, DesiredState } from 'model/contract/desired-state'
import type { Diagnostic, Report, StepRecord } from 'model/contract/report'
import { grouped } from 'model/kit/grouped'
import type { Bind, CompiledLoadBalancer } from '../compile/compiled.ts'
import { plan, stepText } from '../plan/plan.ts'
import { type Relayed, relaySteps } from '../plan/relay-steps.ts'
import type { RelayStep, RuntimeStep, Step } from '../plan/step.ts'
import type { RelayRefusal } from '../relay/control-words.ts'
import type { Content, ReloadResult } from './data-plane.ts'
import { relayRefusal } from './relay-refusal.ts'
import { type Candidate, type Refusal, Standing } from './standing.ts'

/** What a turn does to the world. Everything else in this file is computed. */
export type Effects = {
  readonly compile: (
    document: DesiredLoadBalancer,
  ) => CompiledLoadBalancer | { readonly diagnostics: readonly Diagnostic[] }
  readonly reload: (content: Content, running: readonly CompiledLoadBalancer[] | null) => Promise<ReloadResult>
  readonly run: (step: RuntimeStep) => Promise<void>
  /** Tells the datagram relay; what could not be bound comes back, and then nothing has changed. */
  readonly relay: (step: RelayStep) => Promise<readonly RelayRefusal[]>
  /** What the relay serves. */
  readonly relayed: () => Relayed
  readonly canBind: (bind: Pick<Bind, 'address' | 'port' | 'transport'>) => Promise<boolean>
  /** Called with what a runtime command threw: the turn goes on with a reload. */
  readonly onStepFailed: (error: unknown, step: RuntimeStep | RelayStep) => void
}

/** How load balancers stand, and which are not served any more. */
export type Told = Pick<Report, 'outcomes' | 'removed'>

export type TurnResult = Told & { readonly steps: readonly Step[] }

type Done = { readonly step: Step; readonly duration_ms: number }

/** Brings what runs to what is wanted. A load balancer that is refused keeps its last good document, and all others go on. */
export class Reconciler {
  readonly #effects: Effects
  readonly #standings = new Map<string, Standing>()
  /** Null when nobody knows what runs: the next step is a reload. */
  #running: readonly CompiledLoadBalancer[] | null = null
  /** What is on disk. */
  #saved: Content | null = null
  #removed: string[] = []

  constructor(effects: Effects) {
    this.#effects = effects
  }

  /** Begins with what an earlier engine left. */
  begin({ good, parts, isKnown }: Content & { readonly isKnown: boolean }): void {
    const running = new Map(parts.map((part) => [part.loadbalancer_id, part]))
    for (const document of good) {
      const id = document.graph.load_balancer.id
      const wanted = this.#compiled(document)
      const compiled = running.get(id)
      this.#standings.set(id, new Standing(wanted, compiled ? { document, compiled, refusal: null } : wanted))
    }
    this.#running = isKnown ? parts : null
  }

  /** What HAProxy runs, as far as anybody knows. */
  get parts(): readonly CompiledLoadBalancer[] {
    return this.#running ?? []
  }

  /** The documents that are wanted. */
  get documents(): readonly DesiredLoadBalancer[] {
    return [...this.#standings.values()].map((one) => one.wanted.document)
  }

  /** The documents that are served: where what is wanted was refused, those that were last good. */
  get servedDocuments(): readonly DesiredLoadBalancer[] {
    return this.#content().good
  }

  /** What the control plane has not been told yet. */
  get untold(): Told {
    const outcomes = [...this.#standings.values()].map((one) => one.untold).filter((one) => one !== null)
    return { outcomes, removed: [...this.#removed] }
  }

  /** Whether something was not reported or not written down yet. */
  get isBehind(): boolean {
    const { outcomes, removed } = this.untold
    const isTold = outcomes.length === 0 && removed.length === 0
    return !isTold || this.#running === null || this.unsaved !== null
  }

  /** HAProxy is gone, and nobody knows what runs. */
  forgetRunning(): void {
    this.#running = null
  }

  /** Takes news from the control plane: whole documents, and what is gone. */
  take(state: Pick<DesiredState, 'is_complete' | 'load_balancers' | 'removed'>): void {
    const wanted = new Set(state.load_balancers.map((one) => one.graph.load_balancer.id))
    const gone = state.is_complete ? [...this.#standings.keys()].filter((id) => !wanted.has(id)) : state.removed
    for (const id of gone) this.#standings.delete(id)
    this.#removed = [...new Set([...this.#removed, ...state.removed, ...gone])].filter((id) => !wanted.has(id))
    for (const document of state.load_balancers) {
      const id = document.graph.load_balancer.id
      const known = this.#standings.get(id)
      // Equal revisions are not enough: a control plane that was set back gives a number out a second time.
      if (known && isDeepStrictEqual(known.wanted.document, document)) known.sayAgain()
      else this.#standings.set(id, new Standing(this.#compiled(document), known?.lastGood ?? null))
    }
  }

  /** Forgets the refusals whose addresses can be bound now. Whether there were any. */
  async retryRefused(): Promise<boolean> {
    let isWorthATry = false
    for (const { candidate, binds } of [...this.#standings.values()].flatMap((one) => one.waiting())) {
      const free = await Promise.all(binds.map((bind) => this.#effects.canBind(bind)))
      if (!free.every(Boolean)) continue
      candidate.refusal = null
      isWorthATry = true
    }
    return isWorthATry
  }

  /** Makes what is wanted run, all that can be had of it. */
  async settle(): Promise<TurnResult> {
    const done: Done[] = []
    for (;;) {
      const content = this.#content()
      // The relay first: what it can not do is found out before HAProxy is touched.
      const [relayStep] = this.#relaySteps(content)
      if (relayStep !== undefined) {
        done.push(...(await this.#relay(relayStep)))
        continue
      }
      const steps = plan(this.#running, content.parts)
      const [first] = steps
      if (first === undefined) break
      if (first.do === 'reload') done.push(...(await this.#reload(first, content)))
      else done.push(...(await this.#runAll(steps, content.parts)))
    }
    return this.#result(done)
  }

  /** The control plane has taken these. */
  told({ outcomes, removed }: Told): void {
    for (const outcome of outcomes) this.#standings.get(outcome.loadbalancer_id)?.told(outcome)
    this.#removed = this.#removed.filter((id) => !removed.includes(id))
  }

  /** This is on disk now. */
  saved(content: Content): void {
    this.#saved = content
  }

  async #reload(step: Step, content: Content): Promise<Done[]> {
    const started = performance.now()
    const before = this.#running
    // Should it throw, it may have come to the new process or not.
    this.#running = null
    const result = await this.#effects.reload(content, before)
    this.#running = result.done ? content.parts : before
    if (!result.done) {
      this.#refuse(result)
      return []
    }
    this.#saved = content
    return [{ step, duration_ms: performance.now() - started }]
  }

  #relaySteps({ parts }: Content): RelayStep[] {
    return relaySteps(this.#effects.relayed(), parts, this.parts)
  }

  async #relay(step: RelayStep): Promise<Done[]> {
    const started = performance.now()
    const refusals = await this.#effects.relay(step).catch((error: unknown) => {
      this.#effects.onStepFailed(error, step)
      return error instanceof Error ? error : new Error(String(error))
    })
    if (!(refusals instanceof Error) && refusals.length === 0) {
      return [{ step, duration_ms: performance.now() - started }]
    }
    const standing = this.#standings.get(step.loadbalancer_id)
    // Nobody wants it any more, and the relay can not be told: there is nobody to blame.
    if (standing === undefined) throw refusals
    standing.refuse(relayRefusal(step, refusals))
    return []
  }

  async #runAll(steps: readonly Exclude<Step, RelayStep>[], parts: readonly CompiledLoadBalancer[]): Promise<Done[]> {
    const done: Done[] = []
    // Until the last step is done, what runs is neither this nor that.
    this.#running = null
    for (const step of steps) {
      if (step.do === 'reload') continue
      const started = performance.now()
      try {
        await this.#effects.run(step)
      } catch (error) {
        this.#effects.onStepFailed(error, step)
        return done
      }
      done.push({ step, duration_ms: performance.now() - started })
    }
    this.#running = parts
    return done
  }

  #content(): Content {
    const standings = [...this.#standings.values()]
    return {
      parts: standings.map((one) => one.served?.compiled).filter((one) => one !== undefined),
      good: standings.map((one) => one.good).filter((one) => one !== null),
    }
  }

  /** Lays the refusal of a start to those who caused it. What is nobody's is laid to whoever brought something new. */
  #refuse({ refusals, elsewhere }: Extract<ReloadResult, { readonly done: false }>): void {
    const blamed = refusals.size > 0 ? refusals : this.#newcomers(elsewhere.join(' ') || 'it did not say why.')
    if (blamed.size === 0) throw new Error(`HAProxy does not start, and nothing is new: ${elsewhere.join(' ')}`)
    for (const [id, refusal] of blamed) this.#standings.get(id)?.refuse(refusal)
  }

  #newcomers(words: string): ReadonlyMap<string, Refusal> {
    const message = `HAProxy did not start with this change: ${words}`
    const refusal = { diagnostics: [{ about: 'load_balancer', message }], binds: [] }
    return new Map([...this.#standings].filter(([, one]) => one.isNew).map(([id]) => [id, refusal]))
  }

  #result(done: readonly Done[]): TurnResult {
    const doneTo = grouped(
      done.flatMap((one) => concerned(one.step).map((id) => ({ id, one }))),
      ({ id }) => id,
    )
    for (const [id, standing] of this.#standings) {
      standing.settle((doneTo.get(id) ?? []).map(({ one }) => recordOf(one, id)))
    }
    return { ...this.untold, steps: done.map((one) => one.step) }
  }

  /** What runs now, when it is not on disk yet. */
  get unsaved(): Content | null {
    // Between two steps nobody knows what runs.
    if (this.#running === null) return null
    const content = this.#content()
    const saved = this.#saved
    const isSaved = saved && isAlike(saved.good, content.good) && isAlike(saved.parts, content.parts)
    return isSaved ? null : content
  }

  #compiled(document: DesiredLoadBalancer): Candidate {
    const result = this.#effects.compile(document)
    if ('diagnostics' in result) {
      return { document, compiled: null, refusal: { diagnostics: result.diagnostics, binds: [] } }
    }
    return { document, compiled: result, refusal: null }
  }
}

/** The same objects in the same order: nobody touched them. */
function isAlike(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((item, at) => item === other[at])
}

function concerned(step: Step): readonly string[] {
  return step.do === 'reload' ? step.loadbalancer_ids : [step.loadbalancer_id]
}

function recordOf({ step, duration_ms }: Done, loadbalancer_id: string): StepRecord {
  return { do: step.do, text: stepText(step, loadbalancer_id), duration_ms: Math.round(duration_ms * 10) / 10 }
}
