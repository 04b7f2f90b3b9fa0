import { existsSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import type { DesiredLoadBalancer } from 'model/contract/desired-state'
import type { Logger } from 'pino'
import { printConfiguration } from '../compile/compile.ts'
import type { CompiledLoadBalancer, Configuration, Machine } from '../compile/compiled.ts'
import { mapText } from '../compile/policy-map.ts'
import { certificateListText } from '../compile/tls.ts'
import { probePath } from '../compile/words.ts'
import { sessionScopes } from '../plan/certificate-steps.ts'
import type { RuntimeStep, SessionScope } from '../plan/step.ts'
import { type StartRefusal, startRefusal } from './alerts.ts'
import { carriedState, runningServers } from './carried-state.ts'
import {
  certificateFileName,
  type GenerationState,
  type Generations,
  mapFileName,
  removeSockets,
  socketFolder,
} from './generations.ts'
import { adoptProcess, type HaproxyProcess, listensNoMore, startProcess } from './haproxy.ts'
import { type LocalPeer, localPeer, machineFor } from './machine.ts'
import { PolicyMaps, runsMap } from './policy-maps.ts'
import type { PolicyOwners } from './policy-owners.ts'
import type { Processes } from './processes.ts'
import type { Removals } from './removals.ts'
import { runtimeCommands } from './runtime-api.ts'
import { applyStep } from './runtime-steps.ts'
import { keyFileText, TicketKeys } from './ticket-keys.ts'

/** What is to run, and what each load balancer would be served from without a control plane. */
export type Content = { readonly good: readonly DesiredLoadBalancer[]; readonly parts: readonly CompiledLoadBalancer[] }

export type ReloadResult = { readonly done: true } | ({ readonly done: false } & StartRefusal)

export type Adopted = Content & {
  /** False when the process does not run what its generation says: a step had been interrupted. */
  readonly isKnown: boolean
}

/** What is the same for all generations of an engine. */
type EnginePlaces = { readonly socketFolder: string; readonly peer: LocalPeer; readonly ticketKeys: TicketKeys }

export async function placesIn(engineFolder: string): Promise<EnginePlaces> {
  const [sockets, peer, ticketKeys] = await Promise.all([
    socketFolder(engineFolder),
    localPeer(engineFolder),
    TicketKeys.open(engineFolder),
  ])
  return { socketFolder: sockets, peer, ticketKeys }
}

type Setting = EnginePlaces & {
  readonly generations: Generations
  readonly processes: Processes
  readonly removals: Removals
  readonly policies: PolicyOwners
  readonly log: Logger
}

/**
 * Stick tables reach the next process only when this one is older than about 5 s, and reloads are 3 s apart (measured with 2.6);
 * sooner, the tables arrive empty and every client of an APP_COOKIE pool is sent to another member.
 */
const stickTablesSettleMs = 5_500

/** Everything that changes what HAProxy does. */
export class DataPlane {
  readonly #setting: Setting
  readonly #maps = new PolicyMaps()
  #saving: Promise<void> = Promise.resolve()

  constructor(setting: Setting) {
    this.#setting = setting
  }

  /** The next generation serves `parts`; when it can not, nothing has changed, and the answer says who is to blame. */
  async reload({ good, parts }: Content, running: readonly CompiledLoadBalancer[] | null): Promise<ReloadResult> {
    const { generations, processes, socketFolder, peer } = this.#setting
    const previous = processes.isServing() ? processes.current : null
    await this.#ready(previous, running ?? parts)
    const number = generations.next()
    const socketPath = path.join(socketFolder, `${number}.sock`)
    const folder = generations.folderOf(number)
    const state = previous && (await carriedFrom(previous, parts))
    const stateFile = state === null ? null : path.join(folder, 'servers.state')
    const machine = await machineFor(parts, { ...this.#places(number), socketPath, stateFile })
    await this.#setting.ticketKeys.renewOld()
    const configuration = printConfiguration(parts, machine)
    await generations.write(number, {
      'haproxy.cfg': configuration.text,
      'state.json': stateText({ format: 1, number, process: number, good, parts }),
      ...mapFiles(parts),
      ...certificateFiles(parts),
      ...(await this.#ticketFiles(parts)),
      ...(state === null ? {} : { 'servers.state': state }),
    })

    const started = await startProcess({
      generation: number,
      folder,
      socketPath,
      previousSocketPath: previous?.socketPath ?? null,
      peerName: peer.name,
      parts,
      record: (identity) => generations.recordProcess({ generation: number, identity, socketPath }),
    })
    if ('stderr' in started) {
      // Whose sockets it was to take over is gone: nobody's change is to blame for that.
      if (previous && !processes.isServing()) return this.reload({ good, parts }, running)
      return this.#refused(number, started.stderr, { parts, configuration })
    }
    processes.handOverTo(started.process)
    // Only then is the change everywhere: until it stops listening, the old process takes its share of the new connections.
    if (previous) await listensNoMore(previous)
    this.#setting.removals.clear()
    this.#maps.clear()
    await generations.makeCurrent(number)
    const inUse = this.#inUse(number)
    await generations.removeOld(inUse)
    await removeSockets(socketFolder, inUse)
    return { done: true }
  }

  async #ready(previous: HaproxyProcess | null, running: readonly CompiledLoadBalancer[]): Promise<void> {
    // The link to the last good generation is moved by one at a time.
    await this.#saving.catch(() => undefined)
    if (previous && running.some((part) => part.needsStickTables)) await stickTablesSettled(previous)
  }

  /** One change to the process that runs, without a reload. Throws when HAProxy does not take it. */
  async run(step: RuntimeStep): Promise<void> {
    const { processes, removals } = this.#setting
    const process = processes.current
    if (process === null) throw new Error('HAProxy does not run.')
    const mapFileOf = (map: string) => this.#mapFileOf(process, map)
    const folder = this.#setting.generations.certificateFolderOf(process.generation)
    const certificateFileOf = (name: string) => path.join(folder, name)
    const ticketKeysFor = (sessions: SessionScope) => this.#setting.ticketKeys.keysFor(sessions)
    await applyStep(step, { process, removals, maps: this.#maps, mapFileOf, certificateFileOf, ticketKeysFor })
  }

  /** The keys of tickets of the listeners that have their own. */
  async #ticketFiles(parts: readonly CompiledLoadBalancer[]): Promise<Record<string, string>> {
    const files = parts.flatMap(sessionScopes).map(async (scope) => {
      const keys = await this.#setting.ticketKeys.keysFor(scope)
      return [certificateFileName(`${scope.name}.tickets`), keyFileText(keys)] as const
    })
    return Object.fromEntries(await Promise.all(files))
  }

  /** Where the files of a generation are. */
  #places(number: number): Pick<Machine, 'mapFolder' | 'certificateFolder' | 'ticketFile' | 'localPeer'> {
    const { generations, peer, ticketKeys } = this.#setting
    return {
      mapFolder: generations.mapFolderOf(number),
      certificateFolder: generations.certificateFolderOf(number),
      ticketFile: ticketKeys.file,
      localPeer: peer,
    }
  }

  /** HAProxy knows a map by the path in the configuration that it was started with. */
  #mapFileOf({ generation }: HaproxyProcess, map: string): string {
    return path.join(this.#setting.generations.folderOf(generation), mapFileName(map))
  }

  /** The socket over which the process that serves can be asked what a listener does; null when it has none. */
  probeSocketOf(listener_id: string): string | null {
    const { current } = this.#setting.processes
    const file = current && probePath(current.socketPath, listener_id)
    return file !== null && existsSync(file) ? file : null
  }

  /** Writes down what runs after runtime commands, so that it comes back after a crash. */
  save(content: Content): Promise<void> {
    this.#saving = this.#write(content)
    return this.#saving
  }

  async #write({ good, parts }: Content): Promise<void> {
    const { generations, processes, socketFolder } = this.#setting
    const process = processes.current?.generation
    if (process === undefined) return
    const number = generations.next()
    const socketPath = path.join(socketFolder, `${number}.sock`)
    const machine = await machineFor(parts, { ...this.#places(number), socketPath, stateFile: null })
    await generations.write(number, {
      'haproxy.cfg': printConfiguration(parts, machine).text,
      'state.json': stateText({ format: 1, number, process, good, parts }),
      ...mapFiles(parts),
      ...certificateFiles(parts),
      ...(await this.#ticketFiles(parts)),
    })
    await generations.makeCurrent(number)
    await generations.removeOld(this.#inUse(number))
  }

  /** The newest generation, and those whose processes live. */
  #inUse(newest: number): ReadonlySet<number> {
    return new Set([newest, ...this.#setting.processes.alive().map((one) => one.generation)])
  }

  /** What an earlier engine left: the process that serves is taken over untouched. Null when there was never anything to run. */
  async adopt(): Promise<Adopted | null> {
    const lastGood = await this.#setting.generations.current()
    const serving = await this.#adoptProcesses()
    const content = serving !== null && lastGood?.process !== serving.number ? serving : lastGood
    if (content === null) return null
    return { good: content.good, parts: content.parts, isKnown: serving !== null && (await this.#runs(content.parts)) }
  }

  /** Takes over the newest process that serves and tells the others to go. The generation of the one that serves, if any does. */
  async #adoptProcesses(): Promise<GenerationState | null> {
    const { generations, processes, policies, log } = this.#setting
    let serving: GenerationState | null = null
    for (const number of await generations.numbers()) {
      const record = await generations.processOf(number)
      const state = await generations.stateOf(number)
      const process = record && state && (await adoptProcess(record, state.parts))
      if (!process || !state) continue
      // Also of policies that are gone since, and whose last hits nobody has read yet.
      policies.follow(state.good)
      const isServing = serving === null && process.session !== null
      log.info({ generation: number, pid: process.identity.pid, is_serving: isServing }, 'engine.haproxy.adopted')
      if (isServing) processes.handOverTo(process)
      else processes.drain(process)
      if (isServing) serving = state
    }
    return serving
  }

  async #runs(parts: readonly CompiledLoadBalancer[]): Promise<boolean> {
    const { current } = this.#setting.processes
    return current !== null && (await this.#runsServers(current, parts)) && (await this.#runsMaps(current, parts))
  }

  async #runsMaps(process: HaproxyProcess, parts: readonly CompiledLoadBalancer[]): Promise<boolean> {
    for (const map of parts.flatMap((part) => part.maps)) {
      if (!(await runsMap(map, this.#mapFileOf(process, map.name), process))) return false
    }
    return true
  }

  /** Whether HAProxy has the servers that it should have. What is too much and in maintenance was about to be removed. */
  async #runsServers(process: HaproxyProcess, parts: readonly CompiledLoadBalancer[]): Promise<boolean> {
    const { removals } = this.#setting
    const running = runningServers(await runtimeCommands.showServersState(process.ask))
    const wanted = new Map(parts.flatMap((part) => part.servers.map((one) => [`${one.backend}/${one.name}`, one])))
    for (const [name, server] of running) {
      const isWanted = wanted.has(name)
      if (!isWanted && server.state === 'ready') return false
      if (!isWanted) removals.add(name)
    }
    return [...wanted].every(([name, { address, port, weight, state }]) => {
      const server = running.get(name)
      return isDeepStrictEqual(server, { address, port, weight, state })
    })
  }

  async #refused(
    number: number,
    stderr: string,
    { parts, configuration }: { parts: readonly CompiledLoadBalancer[]; configuration: Configuration },
  ): Promise<ReloadResult> {
    this.#setting.log.warn({ generation: number, stderr }, 'engine.reload.refused')
    await this.#setting.generations.remove(number)
    return { done: false, ...startRefusal(stderr, parts, configuration) }
  }
}

async function stickTablesSettled(process: HaproxyProcess): Promise<void> {
  const ageMs = Date.now() - process.startedAt
  if (ageMs < stickTablesSettleMs) await pause(stickTablesSettleMs - ageMs)
}

async function carriedFrom(process: HaproxyProcess, parts: readonly CompiledLoadBalancer[]): Promise<string> {
  return carriedState(await runtimeCommands.showServersState(process.ask), parts)
}

/** In the files of a new generation all maps have their first version. */
function mapFiles(parts: readonly CompiledLoadBalancer[]): Record<string, string> {
  return Object.fromEntries(parts.flatMap((part) => part.maps.map((map) => [mapFileName(map.name), mapText(map)])))
}

/** What a listener serves must never be read by others: the files of a generation are their owner's alone. */
function certificateFiles(parts: readonly CompiledLoadBalancer[]): Record<string, string> {
  const certificates = parts.flatMap((part) => part.certificates).map((one) => [certificateFileName(one.name), one.pem])
  const lists = parts
    .flatMap((part) => part.certificateLists)
    .map((one) => [certificateFileName(`${one.name}.list`), certificateListText(one)])
  return Object.fromEntries([...certificates, ...lists])
}

function stateText(state: GenerationState): string {
  return JSON.stringify(state)
}
