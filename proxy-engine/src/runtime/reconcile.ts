import type { DesiredLoadBalancer, DesiredState } from 'model/contract/desired-state'
import type { Diagnostic, Outcome, StepRecord } from 'model/contract/report'
import type { Bind, CompiledLoadBalancer } from '../compile/compiled.ts'
import { plan, stepText } from '../plan/plan.ts'
import type { Step } from '../plan/step.ts'
import type { Content, ReloadResult } from './data-plane.ts'
import type { RuntimeStep } from './runtime-steps.ts'

/** What a turn does to the world. Everything else in this file is computed. */
export type Effects = {
  readonly compile: (
    document: DesiredLoadBalancer,
  ) => CompiledLoadBalancer | { readonly diagnostics: readonly Diagnostic[] }
  readonly reload: (content: Content, running: readonly CompiledLoadBalancer[] | null) => Promise<ReloadResult>
  readonly run: (step: RuntimeStep) => Promise<void>
  readonly canBind: (address: string, port: number) => Promise<boolean>
  /** Called with what a runtime command threw: the turn goes on with a reload. */
  readonly onStepFailed: (error: unknown, step: RuntimeStep) => void
}

type Refusal = { readonly diagnostics: readonly Diagnostic[]; readonly binds: readonly Bind[] }
type Served = { readonly document: DesiredLoadBalancer; readonly compiled: CompiledLoadBalancer }

/** One load balancer: what is wanted, what it was last served from, and why it can not be had. */
type Entry = {
  readonly wanted: DesiredLoadBalancer
  /** What is wanted, compiled; null when it can not be compiled. */
  readonly compiled: CompiledLoadBalancer | null
  lastGood: Served | null
  refusal: Refusal | null
  /** What was last reported, so that it is said once. */
  reported: string | null
}

export type TurnResult = {
  readonly outcomes: readonly Outcome[]
  readonly removed: readonly string[]
  readonly steps: readonly Step[]
  /** What runs now, when runtime commands made it so and it is not on disk yet. */
  readonly unsaved: Content | null
}

type Done = { readonly step: Step; readonly duration_ms: number }

/** Brings what runs to what is wanted. A load balancer that is refused keeps its last good document, and all others go on. */
export class Reconciler {
  readonly #effects: Effects
  readonly #entries = new Map<string, Entry>()
  /** Null when nobody knows what runs: the next step is a reload. */
  #running: readonly CompiledLoadBalancer[] | null = null
  #removed: string[] = []

  constructor(effects: Effects) {
    this.#effects = effects
  }

  /** Begins with what an earlier engine left. */
  begin({ good, parts, isKnown }: Content & { readonly isKnown: boolean }): void {
    const running = new Map(parts.map((part) => [part.loadbalancer_id, part]))
    for (const document of good) {
      const id = document.graph.load_balancer.id
      const compiled = running.get(id)
      const entry = this.#entryOf(document, compiled ? { document, compiled } : null)
      this.#entries.set(id, entry)
    }
    this.#running = isKnown ? parts : null
  }

  /** What HAProxy runs, as far as anybody knows. */
  get parts(): readonly CompiledLoadBalancer[] {
    return this.#running ?? []
  }

  /** The documents that are wanted. */
  get documents(): readonly DesiredLoadBalancer[] {
    return [...this.#entries.values()].map((entry) => entry.wanted)
  }

  /** HAProxy is gone, and nobody knows what runs. */
  forgetRunning(): void {
    this.#running = null
  }

  /** Takes news from the control plane: whole documents, and what is gone. */
  take(state: Pick<DesiredState, 'is_complete' | 'load_balancers' | 'removed'>): void {
    const wanted = new Set(state.load_balancers.map((one) => one.graph.load_balancer.id))
    const gone = state.is_complete ? [...this.#entries.keys()].filter((id) => !wanted.has(id)) : state.removed
    for (const id of gone) this.#entries.delete(id)
    this.#removed = [...new Set([...this.#removed, ...state.removed, ...gone])]
    for (const document of state.load_balancers) {
      const id = document.graph.load_balancer.id
      const known = this.#entries.get(id)
      if (known?.wanted.revision === document.revision && known.refusal === null) known.reported = null
      else this.#entries.set(id, this.#entryOf(document, known?.lastGood ?? null))
    }
  }

  /** Forgets the refusals whose addresses can be bound now. Whether there were any. */
  async retryRefused(): Promise<boolean> {
    let isWorthATry = false
    for (const entry of this.#entries.values()) {
      const binds = entry.refusal?.binds ?? []
      if (binds.length === 0) continue
      const free = await Promise.all(binds.map(({ address, port }) => this.#effects.canBind(address, port)))
      if (!free.every(Boolean)) continue
      entry.refusal = null
      isWorthATry = true
    }
    return isWorthATry
  }

  /** Makes what is wanted run, all that can be had of it. */
  async settle(): Promise<TurnResult> {
    const done: Done[] = []
    let isSaved = true
    for (;;) {
      const content = this.#content()
      const steps = plan(this.#running, content.parts)
      const [first] = steps
      if (first === undefined) break
      const started = performance.now()
      if (first.do === 'reload') {
        const result = await this.#effects.reload(content, this.#running)
        if (!result.done) {
          this.#refuse(result)
          continue
        }
        this.#running = content.parts
        isSaved = true
        done.push({ step: first, duration_ms: performance.now() - started })
        continue
      }
      isSaved = false
      done.push(...(await this.#runAll(steps, content.parts)))
    }
    return this.#result(done, isSaved)
  }

  async #runAll(steps: readonly Step[], parts: readonly CompiledLoadBalancer[]): Promise<Done[]> {
    const done: Done[] = []
    for (const step of steps) {
      if (step.do === 'reload') continue
      const started = performance.now()
      try {
        await this.#effects.run(step)
      } catch (error) {
        this.#effects.onStepFailed(error, step)
        this.#running = null
        return done
      }
      done.push({ step, duration_ms: performance.now() - started })
    }
    this.#running = parts
    return done
  }

  /** What can be had: what is wanted, or where that was refused, what was last good. */
  #content(): Content {
    const served = [...this.#entries.values()].map(servedOf).filter((one) => one !== null)
    const good = [...this.#entries.values()].map(
      (entry) => servedOf(entry)?.document ?? entry.lastGood?.document ?? null,
    )
    return { parts: served.map((one) => one.compiled), good: good.filter((one) => one !== null) }
  }

  /** Lays the refusal of a start to those who caused it. What is nobody's is laid to whoever brought something new. */
  #refuse({ refusals, elsewhere }: Extract<ReloadResult, { readonly done: false }>): void {
    const blamed = refusals.size > 0 ? refusals : this.#newcomers(elsewhere.join(' ') || 'it did not say why.')
    if (blamed.size === 0) throw new Error(`HAProxy does not start, and nothing is new: ${elsewhere.join(' ')}`)
    for (const [id, refusal] of blamed) {
      const entry = this.#entries.get(id)
      if (entry === undefined) continue
      // Refused already, so it was the last good document that was refused now: there is nothing left to serve it from.
      if (entry.refusal !== null || this.#isUnchanged(entry)) entry.lastGood = null
      entry.refusal = refusal
    }
  }

  #newcomers(words: string): ReadonlyMap<string, Refusal> {
    const message = `HAProxy did not start with this change: ${words}`
    const refusal = { diagnostics: [{ about: 'load_balancer', message }], binds: [] }
    const news = [...this.#entries].filter(([, entry]) => servedOf(entry) !== null && !this.#isUnchanged(entry))
    return new Map(news.map(([id]) => [id, refusal]))
  }

  #isUnchanged(entry: Entry): boolean {
    return (
      entry.lastGood !== null && entry.compiled !== null && entry.lastGood.document.revision === entry.wanted.revision
    )
  }

  #result(done: readonly Done[], isSaved: boolean): TurnResult {
    const outcomes: Outcome[] = []
    for (const [id, entry] of this.#entries) {
      if (entry.refusal === null && entry.compiled)
        entry.lastGood = { document: entry.wanted, compiled: entry.compiled }
      const outcome = outcomeOf(id, entry, done)
      const said = `${outcome.revision} ${outcome.outcome} ${JSON.stringify(outcome.diagnostics)}`
      if (entry.reported !== said) outcomes.push(outcome)
      entry.reported = said
    }
    const removed = this.#removed
    this.#removed = []
    return { outcomes, removed, steps: done.map((one) => one.step), unsaved: isSaved ? null : this.#content() }
  }

  #entryOf(wanted: DesiredLoadBalancer, lastGood: Served | null): Entry {
    const result = this.#effects.compile(wanted)
    if ('diagnostics' in result) {
      return {
        wanted,
        compiled: null,
        lastGood,
        refusal: { diagnostics: result.diagnostics, binds: [] },
        reported: null,
      }
    }
    return { wanted, compiled: result, lastGood, refusal: null, reported: null }
  }
}

function servedOf(entry: Entry): Served | null {
  if (entry.refusal === null && entry.compiled !== null) return { document: entry.wanted, compiled: entry.compiled }
  return entry.lastGood
}

function outcomeOf(loadbalancer_id: string, entry: Entry, done: readonly Done[]): Outcome {
  return {
    loadbalancer_id,
    revision: entry.wanted.revision,
    outcome: entry.refusal === null ? 'applied' : 'refused',
    diagnostics: [...(entry.refusal?.diagnostics ?? [])],
    steps: done.filter(({ step }) => concerns(step, loadbalancer_id)).map((one) => recordOf(one, loadbalancer_id)),
  }
}

function concerns(step: Step, loadbalancer_id: string): boolean {
  return step.do === 'reload'
    ? step.loadbalancer_ids.includes(loadbalancer_id)
    : step.loadbalancer_id === loadbalancer_id
}

function recordOf({ step, duration_ms }: Done, loadbalancer_id: string): StepRecord {
  return { do: step.do, text: stepText(step, loadbalancer_id), duration_ms: Math.round(duration_ms * 10) / 10 }
}
