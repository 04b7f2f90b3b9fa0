import { createHash } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { DesiredLoadBalancer } from 'model/contract/desired-state'
import { eachCollection, liveGraph } from 'model/graph/graph'
import type { CompiledLoadBalancer } from '../compile/compiled.ts'
import { titlesOf } from '../compile/titles.ts'
import type { ProcessIdentity } from './process-identity.ts'

/** What a generation knows about itself, so that an engine that starts knows what runs, and what to run without a control plane. */
export type GenerationState = {
  readonly format: 1
  readonly number: number
  /** The generation whose process runs this: an earlier one when runtime commands were enough. */
  readonly process: number
  /** The last good document of each load balancer, also of those that can not be served now. */
  readonly good: readonly DesiredLoadBalancer[]
  /** What HAProxy runs. */
  readonly parts: readonly CompiledLoadBalancer[]
}

export type ProcessRecord = {
  readonly generation: number
  readonly identity: ProcessIdentity
  readonly socketPath: string
}

/** Generations kept on disk besides those that run: to look at what was before. */
const kept = 5

/** Beside haproxy.cfg: the map file of each listener that has policies. */
const mapFolder = 'maps'

/** The name of a map's file within its generation. */
export function mapFileName(map: string): string {
  return `${mapFolder}/${map}.map`
}

/** Beside it: the certificates with their private keys, and the list of each listener. */
const certificateFolder = 'certificates'

export function certificateFileName(name: string): string {
  return `${certificateFolder}/${name}`
}

/** The folder of everything that was ever run: `<number>/haproxy.cfg`, `maps/`, `certificates/`, `state.json`, `haproxy.log`, and the link `current`. */
export class Generations {
  readonly #folder: string
  #last = 0

  private constructor(folder: string) {
    this.#folder = folder
  }

  static async open(folder: string): Promise<Generations> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const generations = new Generations(folder)
    generations.#last = Math.max(0, ...(await generations.numbers()))
    return generations
  }

  next(): number {
    this.#last += 1
    return this.#last
  }

  folderOf(number: number): string {
    return path.join(this.#folder, String(number))
  }

  mapFolderOf(number: number): string {
    return path.join(this.folderOf(number), mapFolder)
  }

  certificateFolderOf(number: number): string {
    return path.join(this.folderOf(number), certificateFolder)
  }

  /** Writes a generation: when this returns, it is on the disk and not in a cache. */
  async write(number: number, files: Readonly<Record<string, string>>): Promise<void> {
    const folder = this.folderOf(number)
    const folders = [...new Set([folder, ...Object.keys(files).map((name) => path.dirname(path.join(folder, name)))])]
    for (const one of folders) await mkdir(one, { recursive: true, mode: 0o700 })
    await Promise.all(Object.entries(files).map(([name, content]) => writeDurably(path.join(folder, name), content)))
    await Promise.all(folders.map(flush))
  }

  /** From now on this is the last good generation. */
  async makeCurrent(number: number): Promise<void> {
    const link = path.join(this.#folder, 'current')
    await rm(`${link}.new`, { force: true })
    await symlink(String(number), `${link}.new`)
    await rename(`${link}.new`, link)
    await flush(this.#folder)
  }

  async current(): Promise<GenerationState | null> {
    return this.#stateIn(path.join(this.#folder, 'current'))
  }

  async stateOf(number: number): Promise<GenerationState | null> {
    return this.#stateIn(this.folderOf(number))
  }

  async recordProcess(record: ProcessRecord): Promise<void> {
    await writeDurably(path.join(this.folderOf(record.generation), 'process.json'), JSON.stringify(record))
  }

  async processOf(number: number): Promise<ProcessRecord | null> {
    return readJson<ProcessRecord>(path.join(this.folderOf(number), 'process.json'))
  }

  /** All that are on disk, newest first. */
  async numbers(): Promise<number[]> {
    const names = await readdir(this.#folder)
    return names
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .sort((one, other) => other - one)
  }

  async remove(number: number): Promise<void> {
    await rm(this.folderOf(number), { recursive: true, force: true })
  }

  async removeOld(inUse: ReadonlySet<number>): Promise<void> {
    const old = (await this.numbers()).filter((number) => !inUse.has(number)).slice(kept)
    await Promise.all(old.map((number) => this.remove(number)))
  }

  async #stateIn(folder: string): Promise<GenerationState | null> {
    const state = await readJson<GenerationState>(path.join(folder, 'state.json'))
    return state?.format === 1 ? completed(state) : null
  }
}

/**
 * What is not written down is added again. An earlier engine left documents without the collections that it did not know, and parts
 * without what it could not compile: there was none.
 */
function completed(state: GenerationState): GenerationState {
  const good = state.good.map(({ revision, graph }) => ({
    revision,
    graph: { ...eachCollection(() => []), ...graph },
  }))
  const titles = new Map(good.map(({ graph }) => [graph.load_balancer.id, titlesOf(liveGraph(graph))]))
  return {
    ...state,
    good,
    parts: state.parts.map((part) => ({
      ...part,
      maps: part.maps ?? [],
      certificates: part.certificates ?? [],
      certificateLists: part.certificateLists ?? [],
      clientTrusts: part.clientTrusts ?? [],
      servers: part.servers.map((one) => ({ ...one, tlsWords: one.tlsWords ?? [], files: one.files ?? [] })),
      servesMetrics: part.servesMetrics ?? false,
      relay: part.relay ?? [],
      titleOf: titles.get(part.loadbalancer_id) ?? (() => undefined),
    })),
  }
}

/** A name like the longest in the folder: the socket of a listener for probes. */
const longestSocketName = `1000000.${'0'.repeat(36)}`

/** HAProxy adds up to 14 characters to the path while it starts, and a socket's path may have 107. */
const longestSocketPath = 90

/** Where the sockets for commands and for probes are: beside the generations, or in the system's folder for temporary files when that path is too long for a socket. */
export async function socketFolder(engineFolder: string): Promise<string> {
  const beside = path.join(engineFolder, 'sockets')
  const short = path.join(tmpdir(), `fulcrum-${createHash('sha256').update(engineFolder).digest('hex').slice(0, 12)}`)
  const folder = path.join(beside, longestSocketName).length <= longestSocketPath ? beside : short
  await mkdir(folder, { recursive: true, mode: 0o700 })
  return folder
}

/** HAProxy leaves its sockets behind: those of generations that have ended go. */
export async function removeSockets(folder: string, inUse: ReadonlySet<number>): Promise<void> {
  const names = await readdir(folder)
  const left = names.filter((name) => /^\d+\./.test(name) && !inUse.has(Number.parseInt(name, 10)))
  await Promise.all(left.map((name) => rm(path.join(folder, name), { force: true })))
}

/** Whole or not at all, and on the disk when it returns. */
export async function writeDurably(file: string, content: string): Promise<void> {
  const handle = await open(`${file}.new`, 'w', 0o600)
  try {
    await handle.writeFile(content)
    await handle.datasync()
  } finally {
    await handle.close()
  }
  await rename(`${file}.new`, file)
}

async function flush(folder: string): Promise<void> {
  let handle: FileHandle | undefined
  try {
    handle = await open(folder, 'r')
    await handle.sync()
  } finally {
    await handle?.close()
  }
}

/** The engine's own files: what it wrote it can read. A file that is missing or was cut short is null. */
export async function readJson<T>(file: string): Promise<T | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as T
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
