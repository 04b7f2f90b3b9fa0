import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { contractVersion, type DesiredState, type Probe } from 'model/contract/desired-state'
import type { Abilities, Report } from 'model/contract/report'
import type { Logger } from 'pino'
import { compileLoadBalancer } from '../compile/compile.ts'
import { metricsPath } from '../compile/metrics.ts'
import { ControlPlane, ControlPlaneRefusal } from './control-plane.ts'
import { DataPlane, placesIn } from './data-plane.ts'
import { expectedCodesOf, limitsOf, loadBalancerIdsOf } from './documents.ts'
import { Generations } from './generations.ts'
import { canBind, findAbilities } from './machine.ts'
import { MetricsServer } from './metrics-server.ts'
import { metricsText } from './metrics-text.ts'
import { Outbox } from './outbox.ts'
import { PingChecks } from './ping-checks.ts'
import { PolicyOwners } from './policy-owners.ts'
import { runProbe } from './probe.ts'
import { Processes } from './processes.ts'
import { RecentRequests } from './recent-requests.ts'
import { Reconciler, type Told, type TurnResult } from './reconcile.ts'
import { RelayProcess } from './relay-process.ts'
import { Removals } from './removals.ts'
import { Reporting } from './reporting.ts'
import { RestartPace } from './restart-pace.ts'
import { Rhythm } from './rhythm.ts'
import { runtimeCommands } from './runtime-api.ts'
import { Sampler } from './sampler.ts'
import { WrittenDown } from './written-down.ts'

export type EngineOptions = {
  readonly controlPlaneUrl: string
  readonly token: string
  /** Where the engine keeps what it runs; created when missing. */
  readonly folder: string
  readonly node: string
  /** The file of the datagram relay's program. */
  readonly relayProgram: string
  readonly log: Logger
}

const crashPollMs = 100
const makeGoodMs = 5_000
const trimLogsMs = 60_000
/** While change follows change, those of this time are dealt with together: each turn looks at everything that runs. */
const gatherMs = 25
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
  readonly #relay: RelayProcess
  readonly #reconciler: Reconciler
  readonly #pings: PingChecks
  readonly #policies: PolicyOwners
  readonly #sampler: Sampler
  readonly #recent = new RecentRequests()
  readonly #abilities: Abilities
  readonly #ended = new AbortController()
  readonly #restarts = new RestartPace()
  #metrics: MetricsServer | null = null
  #turns: Promise<unknown> = Promise.resolve()
  /** The revision that the next pull asks after; 0 asks for everything. */
  #after = 0
  /** When the last news came. */
  #tookAt = 0
  /** What was last logged about the control plane. */
  #connection: string | null = null
  readonly #rhythm: Rhythm
  readonly #writtenDown: WrittenDown
  readonly #reporting: Reporting

  /** Opens the folder, finds out what the machine can do, and takes over what an earlier engine left running. */
  static async open(options: EngineOptions): Promise<Engine> {
    const { folder, log, node, relayProgram: program } = options
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const generations = await Generations.open(path.join(folder, 'generations'))
    const [abilities, places, stored] = await Promise.all([
      findAbilities(),
      placesIn(folder),
      Outbox.open(path.join(folder, 'outbox.json'), node),
    ])
    const { socketFolder } = places
    const relay = await RelayProcess.open({ program, folder, socketFolder, log })
    const processes = new Processes(generations, log)
    const removals = new Removals()
    const policies = new PolicyOwners()
    const dataPlane = new DataPlane({ ...places, generations, processes, removals, policies, log })
    const engine = new Engine({ options, processes, removals, policies, dataPlane, relay, abilities, stored })
    const adopted = await dataPlane.adopt()
    if (adopted !== null) engine.#reconciler.begin(adopted)
    const socketPath = metricsPath(path.join(socketFolder, 'any.sock'))
    engine.#metrics = await MetricsServer.open(socketPath, (id) => engine.#metricsOf(id))
    return engine
  }

  private constructor({ options, processes, removals, policies, dataPlane, relay, abilities, stored }: Parts) {
    const { controlPlaneUrl: url, token, node, log } = options
    this.#options = options
    this.#rhythm = new Rhythm(log, this.#ended.signal)
    this.#processes = processes
    this.#policies = policies
    this.#dataPlane = dataPlane
    this.#relay = relay
    this.#abilities = abilities
    this.#controlPlane = new ControlPlane({ url, token, node, signal: this.#ended.signal })
    this.#reconciler = new Reconciler({
      compile: (document) => compileLoadBalancer(document, abilities),
      reload: (content, running) => dataPlane.reload(content, running),
      run: (step) => dataPlane.run(step),
      relay: ({ loadbalancer_id, listeners }) => relay.serve(loadbalancer_id, listeners),
      relayed: () => relay.served,
      canBind,
      onStepFailed: (err, step) => log.warn({ err, step: step.do }, 'engine.step.failed'),
    })
    this.#writtenDown = new WrittenDown({
      reconciler: this.#reconciler,
      save: (content) => dataPlane.save(content),
      rhythm: this.#rhythm,
      rest: (milliseconds) => this.#rest(milliseconds),
    })
    this.#reporting = new Reporting({
      reconciler: this.#reconciler,
      say: (news) => this.#say(news),
      rhythm: this.#rhythm,
      rest: () => this.#pause(),
      signal: this.#ended.signal,
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
      readRelay: () => relay.read(),
      removals,
      policies,
      send: (batch) => this.#controlPlane.samples(batch),
      takeFailures: () => this.#recent.failures.take(),
      expectedCodes: () => expectedCodesOf(this.#reconciler.documents),
      pingOf: (server) => this.#pings.healthOf(server),
      limits: () => limitsOf(this.#reconciler.documents),
      inTurn: (work) => this.#turn(work),
      log,
    })
  }

  /** Serves until it is stopped. The data plane runs before the control plane was asked anything. */
  async run(): Promise<void> {
    await this.#turn(() => this.#settle()).catch((err: unknown) => this.#rhythm.trouble('engine.start.failed', err))
    await Promise.all([
      this.#pullForEver(),
      this.#rhythm.every(1_000, 'engine.sample.failed', () => this.#sampler.sample(Math.floor(Date.now() / 1_000))),
      this.#rhythm.every(1_000, 'engine.recent.failed', async () => this.#recent.follow(this.#processes.current)),
      this.#rhythm.every(crashPollMs, 'engine.watch.failed', () => this.#watch()),
      this.#rhythm.every(makeGoodMs, 'engine.retry.failed', () => this.#turn(() => this.#makeGood())),
      this.#rhythm.every(trimLogsMs, 'engine.trim.failed', () => this.#processes.trimLogs()),
    ])
  }

  /** Ends the engine and leaves HAProxy as it is. */
  async stop(): Promise<void> {
    this.#ended.abort()
    this.#pings.stop()
    this.#recent.stop()
    await this.#turns
    await this.#writtenDown.settled()
    await this.#reporting.settled()
    await this.#metrics?.close()
  }

  /** Ends everything: traffic may finish, then HAProxy ends too. */
  async drainAndStop(): Promise<void> {
    await this.stop()
    await this.#relay.end()
    await this.#processes.drainAndStop(drainLimitMs)
  }

  /** Cuts what still drains. */
  cut(): void {
    this.#processes.cut()
  }

  async #pullForEver(): Promise<void> {
    const { signal } = this.#ended
    while (!signal.aborted) {
      const askedAt = performance.now()
      const isNews = await this.#pull().catch((err: unknown) => {
        if (!signal.aborted) this.#heard(err)
        // It may have another database by now: everything is asked for, and what did not change costs nothing.
        this.#after = 0
        return false
      })
      if (isNews) await this.#rest(this.#tookAt + gatherMs - performance.now())
      // Without news the other side waits with its answer. When it did not, because it is away or confused, we do.
      else if (performance.now() - askedAt < retryMs) await this.#pause()
    }
  }

  /** Asks what is wanted and makes it run. Whether there was something new. */
  async #pull(): Promise<boolean> {
    const state = await this.#controlPlane.desired(this.#after, this.#ended.signal)
    this.#heard(null)
    if (state === null) return false
    const isNews = state.revision !== this.#after || state.load_balancers.length > 0 || state.probes.length > 0
    this.#tookAt = performance.now()
    await this.#turn(() => this.#take(state))
    return isNews
  }

  async #pause(): Promise<void> {
    await this.#rest(retryMs / 2 + (Math.random() * retryMs) / 2)
  }

  async #rest(milliseconds: number): Promise<void> {
    if (milliseconds <= 0) return
    await pause(milliseconds, undefined, { signal: this.#ended.signal }).catch(() => undefined)
  }

  /** Says in the log how it stands with the control plane, once for each change; null is well. */
  #heard(err: unknown): void {
    const said = String(err)
    if (this.#connection === said) return
    this.#connection = said
    const { log, controlPlaneUrl } = this.#options
    if (err === null) log.info({ controlPlaneUrl }, 'engine.control-plane.connected')
    else if (err instanceof ControlPlaneRefusal) log.error({ err }, 'engine.control-plane.refused')
    // Whoever starts both sees this each time: the reason is enough.
    else log.warn({ reason: err instanceof Error ? err.message : said, controlPlaneUrl }, 'engine.control-plane.away')
  }

  async #take(state: DesiredState): Promise<void> {
    if (state.probes.length > 0) void this.#probe(state.probes)
    this.#reconciler.take(state)
    await this.#settle(state.revision)
    this.#after = state.revision
  }

  async #settle(revision = this.#after): Promise<void> {
    const result = await this.#reconciler.settle()
    this.#pings.follow(this.#reconciler.parts.flatMap((part) => part.engineChecks))
    this.#policies.follow(this.#reconciler.servedDocuments)
    this.#sampler.totals.keepOnly(loadBalancerIdsOf(this.#reconciler.documents))
    this.#recent.follow(this.#processes.current)
    this.#log(result)
    // The change is live. That it is also on the disk holds up neither the good news nor the next change.
    this.#writtenDown.follow()
    // Until somebody was asked what is wanted, there is nothing to answer.
    if (revision > 0) this.#reporting.follow(revision)
  }

  async #say(news: Told & Pick<Report, 'revision'> & Partial<Pick<Report, 'probes'>>): Promise<void> {
    const { node } = this.#options
    const own = { contract: contractVersion, node, abilities: this.#abilities }
    await this.#controlPlane.report({ ...own, probes: [], ...news })
  }

  async #probe(probes: readonly Probe[]): Promise<void> {
    try {
      const results = await Promise.all(
        probes.map((one) =>
          runProbe(one, {
            socketOf: (listener_id) => this.#dataPlane.probeSocketOf(listener_id),
            recentOf: (listener_id) => this.#recent.of(listener_id),
          }),
        ),
      )
      await this.#say({ revision: this.#after, outcomes: [], removed: [], probes: results })
    } catch (err) {
      this.#options.log.warn({ err }, 'engine.probe.failed')
    }
  }

  /** Tries again what was refused for an address that is free now, and what went wrong on the way. */
  async #makeGood(): Promise<void> {
    const isWorthATry = await this.#reconciler.retryRefused()
    if (isWorthATry || this.#reconciler.isBehind) await this.#settle()
    await this.#relay.endIdle()
  }

  /** HAProxy that ended by itself is back as soon as this sees it. */
  async #watch(): Promise<void> {
    if (this.#processes.forgetEnded().hasCrashed) this.#options.log.error('engine.haproxy.ended')
    if (this.#relay.forgetEnded()) {
      this.#options.log.error('engine.relay.ended')
      await this.#turn(() => this.#settle())
    }
    if (this.#processes.current !== null || !this.#restarts.isDue(performance.now())) return
    await this.#turn(async () => {
      if (this.#processes.current !== null) return
      this.#restarts.began(performance.now())
      this.#reconciler.forgetRunning()
      await this.#settle()
    })
  }

  /** Runs one thing after the other. */
  #turn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turns.then(() => {
      // Whoever stops us waits for the turn under way, and for no other.
      this.#ended.signal.throwIfAborted()
      return work()
    })
    this.#turns = turn.catch(() => undefined)
    return turn
  }

  /** What a scrape of one load balancer is answered with; null when it is not served here. */
  #metricsOf(loadbalancer_id: string): string | null {
    const document = this.#reconciler.servedDocuments.find(({ graph }) => graph.load_balancer.id === loadbalancer_id)
    if (document === undefined) return null
    const totals = this.#sampler.totals.of(loadbalancer_id)
    return metricsText({ graph: document.graph, totals, healthOf: (id) => this.#sampler.healthOf(id) })
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
  readonly policies: PolicyOwners
  readonly dataPlane: DataPlane
  readonly relay: RelayProcess
  readonly abilities: Abilities
  readonly stored: Awaited<ReturnType<typeof Outbox.open>>
}
