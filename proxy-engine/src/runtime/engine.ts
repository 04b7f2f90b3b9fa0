import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { contractVersion, type DesiredState, type Probe } from 'model/contract/desired-state'
import type { Abilities, Report } from 'model/contract/report'
import { monitorOf } from 'model/graph/graph'
import type { Logger } from 'pino'
import { compileLoadBalancer } from '../compile/compile.ts'
import { ControlPlane } from './control-plane.ts'
import { DataPlane } from './data-plane.ts'
import { Generations, socketFolder } from './generations.ts'
import { canBind, findAbilities, localPeer } from './machine.ts'
import { Outbox } from './outbox.ts'
import { PingChecks } from './ping-checks.ts'
import { runProbe } from './probe.ts'
import { Processes } from './processes.ts'
import { Reconciler, type TurnResult } from './reconcile.ts'
import { Removals } from './removals.ts'
import { runtimeCommands } from './runtime-api.ts'
import { Sampler } from './sampler.ts'

export type EngineOptions = {
  readonly controlPlaneUrl: string
  readonly token: string
  /** Where the engine keeps what it runs; created when missing. */
  readonly folder: string
  readonly node: string
  readonly log: Logger
}

const crashPollMs = 100
const retryRefusedMs = 5_000
const trimLogsMs = 60_000
/** After a failed call the next one waits between half of this and all of it, so that many engines do not come back at once. */
const retryMs = 1_000
/** How long traffic may go on after everything was told to stop. */
const drainLimitMs = 10_000

/** The engine: asks for what is wanted, makes it run, and says how it went. One turn at a time. */
export class Engine {
  readonly #options: EngineOptions
  readonly #controlPlane: ControlPlane
  readonly #processes: Processes
  readonly #dataPlane: DataPlane
  readonly #reconciler: Reconciler
  readonly #pings: PingChecks
  readonly #sampler: Sampler
  readonly #abilities: Abilities
  readonly #ended = new AbortController()
  #turns: Promise<unknown> = Promise.resolve()
  #revision = 0
  #isConnected: boolean | null = null

  /** Opens the folder, finds out what the machine can do, and takes over what an earlier engine left running. */
  static async open(options: EngineOptions): Promise<Engine> {
    const { folder, log, node } = options
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const generations = await Generations.open(path.join(folder, 'generations'))
    const [abilities, sockets, peer, stored] = await Promise.all([
      findAbilities(),
      socketFolder(folder),
      localPeer(folder),
      Outbox.open(path.join(folder, 'outbox.json'), node),
    ])
    const processes = new Processes(generations, log)
    const removals = new Removals()
    const dataPlane = new DataPlane({ generations, processes, removals, socketFolder: sockets, peer, log })
    const engine = new Engine({ options, processes, removals, dataPlane, abilities, stored })
    const adopted = await dataPlane.adopt()
    if (adopted !== null) engine.#reconciler.begin(adopted)
    return engine
  }

  private constructor({ options, processes, removals, dataPlane, abilities, stored }: Parts) {
    const { controlPlaneUrl: url, token, node, log } = options
    this.#options = options
    this.#processes = processes
    this.#dataPlane = dataPlane
    this.#abilities = abilities
    this.#controlPlane = new ControlPlane({ url, token, node })
    this.#reconciler = new Reconciler({
      compile: (document) => compileLoadBalancer(document, abilities),
      reload: (content, running) => dataPlane.reload(content, running),
      run: (step) => dataPlane.run(step),
      canBind,
      onStepFailed: (err, step) => log.warn({ err, step: step.do }, 'engine.step.failed'),
    })
    this.#pings = new PingChecks({
      setHealth: async (server, health) => {
        if (processes.current !== null) await runtimeCommands.setHealth(processes.current.ask, server, health)
      },
      onFailed: (err, server) => log.warn({ err, server }, 'engine.ping.failed'),
    })
    this.#sampler = new Sampler({
      ...stored,
      processes,
      removals,
      send: (batch) => this.#controlPlane.samples(batch),
      expectedCodesOf: (pool_id) => this.#expectedCodesOf(pool_id),
      pingOf: (server) => this.#pings.healthOf(server),
      limits: () => this.#limits(),
      log,
    })
  }

  /** Serves until it is stopped. The data plane runs before the control plane was asked anything. */
  async run(): Promise<void> {
    await this.#turn(() => this.#settle())
    await Promise.all([
      this.#pullForEver(),
      this.#every(1_000, 'engine.sample.failed', () => this.#sampler.sample(Math.floor(Date.now() / 1_000))),
      this.#every(crashPollMs, 'engine.watch.failed', () => this.#watch()),
      this.#every(retryRefusedMs, 'engine.retry.failed', () => this.#turn(() => this.#retryRefused())),
      this.#every(trimLogsMs, 'engine.trim.failed', () => this.#processes.trimLogs()),
    ])
  }

  /** Ends the engine and leaves HAProxy as it is. */
  async stop(): Promise<void> {
    this.#ended.abort()
    this.#pings.stop()
    await this.#turns
  }

  /** Ends everything: traffic may finish, then HAProxy ends too. */
  async drainAndStop(): Promise<void> {
    await this.stop()
    await this.#processes.drainAndStop(drainLimitMs)
  }

  async #pullForEver(): Promise<void> {
    const { signal } = this.#ended
    while (!signal.aborted) {
      try {
        const state = await this.#controlPlane.desired(this.#revision, signal)
        this.#isConnectedNow(true)
        if (state !== null) await this.#turn(() => this.#take(state))
      } catch (err) {
        if (signal.aborted) return
        this.#isConnectedNow(false, err)
        // It may have another database by now: everything is asked for, and what did not change costs nothing.
        this.#revision = 0
        await pause(retryMs / 2 + (Math.random() * retryMs) / 2, undefined, { signal }).catch(() => undefined)
      }
    }
  }

  /** Says so in the log, once for each change. */
  #isConnectedNow(isConnected: boolean, err?: unknown): void {
    if (this.#isConnected === isConnected) return
    this.#isConnected = isConnected
    if (isConnected) this.#options.log.info('engine.control-plane.connected')
    else this.#options.log.warn({ err }, 'engine.control-plane.away')
  }

  async #take(state: DesiredState): Promise<void> {
    if (state.probes.length > 0) void this.#probe(state.probes)
    this.#reconciler.take(state)
    await this.#settle(state.revision)
  }

  async #settle(revision = this.#revision): Promise<void> {
    const result = await this.#reconciler.settle()
    this.#pings.follow(this.#reconciler.parts.flatMap((part) => part.engineChecks))
    this.#log(result)
    const said = this.#say({ revision, outcomes: [...result.outcomes], removed: [...result.removed] })
    // The change is live; that it is also on the disk need not hold up the good news.
    if (result.unsaved !== null) await this.#dataPlane.save(result.unsaved)
    await said
    this.#revision = revision
  }

  /** A report that does not arrive is made good by the next pull, which then asks for everything. */
  async #say(
    news: Pick<Report, 'revision' | 'outcomes' | 'removed'> & { readonly probes?: Report['probes'] },
  ): Promise<void> {
    if (news.revision === 0 && news.probes === undefined) return
    const { node } = this.#options
    await this.#controlPlane.report({
      contract: contractVersion,
      node,
      abilities: this.#abilities,
      probes: [],
      ...news,
    })
  }

  async #probe(probes: readonly Probe[]): Promise<void> {
    try {
      const results = await Promise.all(probes.map(runProbe))
      await this.#say({ revision: this.#revision, outcomes: [], removed: [], probes: results })
    } catch (err) {
      this.#options.log.warn({ err }, 'engine.probe.failed')
    }
  }

  async #retryRefused(): Promise<void> {
    if (await this.#reconciler.retryRefused()) await this.#settle()
  }

  /** HAProxy that ended by itself is back as soon as this sees it. */
  async #watch(): Promise<void> {
    if (!this.#processes.forgetEnded().hasCrashed) return
    this.#options.log.error('engine.haproxy.ended')
    this.#reconciler.forgetRunning()
    await this.#turn(() => this.#settle())
  }

  /** Runs one thing after the other. */
  #turn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turns.then(work)
    this.#turns = turn.catch(() => undefined)
    return turn
  }

  /** An edge of the program: what fails is logged, and tried again at the next time. */
  async #every(milliseconds: number, failed: string, work: () => Promise<void>): Promise<void> {
    const { signal } = this.#ended
    while (!signal.aborted) {
      const untilNext = milliseconds - (Date.now() % milliseconds)
      await pause(untilNext, undefined, { signal }).catch(() => undefined)
      if (signal.aborted) return
      try {
        await work()
      } catch (err) {
        this.#options.log.debug({ err }, failed)
      }
    }
  }

  #expectedCodesOf(pool_id: string): string {
    for (const { graph } of this.#reconciler.documents) {
      const monitor = monitorOf(graph, pool_id)
      if (monitor) return monitor.expected_codes ?? '200'
    }
    return '200'
  }

  #limits(): ReadonlyMap<string, number> {
    const listeners = this.#reconciler.documents.flatMap(({ graph }) => graph.listeners)
    return new Map(listeners.filter((one) => one.connection_limit >= 0).map((one) => [one.id, one.connection_limit]))
  }

  #log({ steps, outcomes, removed }: TurnResult): void {
    const { log } = this.#options
    for (const { loadbalancer_id, diagnostics, outcome } of outcomes) {
      if (outcome === 'refused') log.warn({ loadbalancer_id, diagnostics }, 'engine.change.refused')
    }
    if (steps.length > 0) log.info({ steps: steps.map((step) => step.do), removed: removed.length }, 'engine.applied')
  }
}

type Parts = {
  readonly options: EngineOptions
  readonly processes: Processes
  readonly removals: Removals
  readonly dataPlane: DataPlane
  readonly abilities: Abilities
  readonly stored: Awaited<ReturnType<typeof Outbox.open>>
}
