import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import {
  contractVersion,
  type DesiredLoadBalancer,
  type DesiredState,
  type Probe,
  type ProbeResult,
} from 'model/contract/desired-state'
import type { Outcome, Report } from 'model/contract/report'
import type { Counters, SampleBatch, Second } from 'model/contract/sample'
import type { MemberHealth } from 'model/resources/member'
import { desiredOf, idOf, type LoadBalancerCase } from '../../src/compile/golden/rows.ts'
import { until } from '../compiled-haproxy.ts'

export const token = 'a token of tests'

/** The engine desk of a control plane that keeps everything in memory: it speaks the contract over HTTP, and forgets nothing that it is told. */
export class ControlPlane {
  readonly reports: Report[] = []
  readonly seconds: Second[] = []
  readonly health = new Map<string, MemberHealth>()
  fullListeners: readonly string[] = []
  /** How many of the next reports are answered with 500. */
  failingReports = 0
  /** While true, batches are taken and their answers get lost. */
  losesAnswers = false
  contract = contractVersion
  #revision = 1
  readonly #documents = new Map<string, DesiredLoadBalancer>()
  readonly #removed = new Map<string, number>()
  readonly #counted = new Map<string, number>()
  #probes: Probe[] = []
  readonly #waiting = new Set<() => void>()
  readonly #sockets = new Set<Socket>()
  #server: Server | null = null
  #port = 0

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  async start(): Promise<void> {
    const server = createServer((request, response) => void this.#answer(request, response))
    server.on('connection', (socket) => {
      this.#sockets.add(socket)
      socket.once('close', () => this.#sockets.delete(socket))
    })
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve))
    this.#port = (server.address() as AddressInfo).port
    this.#server = server
  }

  /** Gone, in the middle of whatever was being said. */
  async stop(): Promise<void> {
    const server = this.#server
    this.#server = null
    if (server === null) return
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    for (const socket of this.#sockets) socket.destroy()
    await closed
  }

  /** Wants these from now on; answers with the revision. */
  publish(...cases: readonly LoadBalancerCase[]): number {
    this.#revision += 1
    for (const one of cases) {
      const { graph, certificates = [], challenges } = desiredOf(one)
      this.#documents.set(graph.load_balancer.id, { revision: this.#revision, graph, certificates, challenges })
    }
    this.#wake()
    return this.#revision
  }

  remove(number: number): number {
    this.#revision += 1
    const id = idOf('load_balancer', number, 1)
    this.#documents.delete(id)
    this.#removed.set(id, this.#revision)
    this.#wake()
    return this.#revision
  }

  /** Publishes and waits until the engine has dealt with it; the outcomes of these load balancers. */
  async apply(...cases: readonly LoadBalancerCase[]): Promise<Outcome[]> {
    const revision = this.publish(...cases)
    return await Promise.all(cases.map((one) => this.outcome(one.number ?? 1, revision)))
  }

  async outcome(number: number, revision: number): Promise<Outcome> {
    const found = () => this.#outcomes(number).find((one) => one.revision >= revision)
    await until(() => found() !== undefined)
    return found() as Outcome
  }

  /** Has the engine answer a question. */
  async probe(probe: Probe): Promise<ProbeResult> {
    this.#probes.push(probe)
    this.#wake()
    const found = () => this.reports.flatMap((one) => one.probes).find((one) => one.id === probe.id)
    await until(() => found() !== undefined)
    return found() as ProbeResult
  }

  /** The newest outcome of a load balancer. */
  newest(number = 1): Outcome | undefined {
    return this.#outcomes(number).at(-1)
  }

  /** What was counted in all seconds together. */
  sum(kind: Second['series'][number]['kind'], name: keyof Counters, id?: string): number {
    return this.seconds
      .flatMap((one) => one.series)
      .filter((one) => one.kind === kind && (id === undefined || one.id === id))
      .reduce((sum, one) => sum + one.counters[name], 0)
  }

  #outcomes(number: number): Outcome[] {
    const id = idOf('load_balancer', number, 1)
    return this.reports.flatMap((one) => one.outcomes).filter((one) => one.loadbalancer_id === id)
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) wake()
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', this.url)
    if (request.headers.authorization !== `Bearer ${token}`) return void response.writeHead(401).end('wrong token')
    if (url.pathname === '/engine/desired') return this.#desired(url.searchParams, response)
    const body = JSON.parse(await textOf(request).catch(() => 'null'))
    if (body === null) return
    if (url.pathname === '/engine/samples') return this.#takeSamples(body, response)
    if (this.failingReports > 0) {
      this.failingReports -= 1
      return void response.writeHead(500).end()
    }
    this.reports.push(body)
    response.writeHead(204).end()
  }

  #desired(query: URLSearchParams, response: ServerResponse): void {
    if (Number(query.get('contract')) !== this.contract) {
      return void response.writeHead(409).end('This control plane speaks another version of the contract.')
    }
    const after = Number(query.get('after'))
    const answer = () => {
      const state = this.#after(after)
      if (state === null) return
      this.#waiting.delete(answer)
      response.setHeader('content-type', 'application/json').end(JSON.stringify(state))
    }
    this.#waiting.add(answer)
    response.once('close', () => this.#waiting.delete(answer))
    answer()
  }

  #after(after: number): DesiredState | null {
    const is_complete = after === 0 || after > this.#revision
    if (!is_complete && after === this.#revision && this.#probes.length === 0) return null
    const load_balancers = [...this.#documents.values()].filter((one) => is_complete || one.revision > after)
    const removed = [...this.#removed].filter(([, revision]) => revision > after).map(([id]) => id)
    return { revision: this.#revision, is_complete, load_balancers, removed, probes: this.#probes.splice(0) }
  }

  #takeSamples(batch: SampleBatch, response: ServerResponse): void {
    if ((this.#counted.get(batch.session) ?? 0) < batch.sequence) {
      this.#counted.set(batch.session, batch.sequence)
      this.seconds.push(...batch.seconds)
      this.fullListeners = batch.full_listeners
      for (const { member_id, health } of batch.health) this.health.set(member_id, health)
    }
    if (this.losesAnswers) response.destroy()
    else response.writeHead(204).end()
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}
