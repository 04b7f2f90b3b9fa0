import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { pino } from 'pino'
import { Engine } from '../../src/runtime/engine.ts'
import type { ProcessRecord } from '../../src/runtime/generations.ts'
import { isRunning, type ProcessIdentity } from '../../src/runtime/process-identity.ts'
import { type Ask, ask } from '../../src/runtime/runtime-api.ts'
import { until } from '../compiled-haproxy.ts'
import { ControlPlane, token } from './control-plane.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const endings: (() => Promise<unknown> | unknown)[] = []

/** Ends what the test has begun, the last first. */
export async function endAll(): Promise<void> {
  for (const end of endings.splice(0).toReversed()) await end()
}

export function atEnd(end: () => Promise<unknown> | unknown): void {
  endings.push(end)
}

/** One machine: a control plane, the folder of an engine, and whatever runs of it. Nothing of it outlives the test. */
export type Site = {
  readonly plane: ControlPlane
  readonly folder: string
  /** What the engine logged. */
  readonly logged: () => string
  /** An engine inside the test. */
  readonly startEngine: () => Promise<Engine>
  /** The engine as a program, which can be killed. */
  readonly startProgram: () => Promise<ChildProcess>
  readonly relay: () => ProcessIdentity | null
  /** Of every HAProxy of this folder that runs, oldest first. */
  readonly processes: () => ProcessRecord[]
  /** One command for the HAProxy that serves. */
  readonly ask: Ask
}

export async function openSite(): Promise<Site> {
  const folder = mkdtempSync(path.join(tmpdir(), 'fulcrum-engine-'))
  const lines: string[] = []
  const plane = new ControlPlane()
  await plane.start()
  const processes = () => processesIn(folder)
  atEnd(async () => {
    await plane.stop()
    for (const { identity } of processes()) process.kill(identity.pid, 'SIGKILL')
    const relay = relayIn(folder)
    if (relay !== null) process.kill(relay.pid, 'SIGKILL')
    await until(() => processes().length === 0 && relayIn(folder) === null)
    rmSync(folder, { recursive: true, force: true })
  })
  const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) })
  const newest = () => processes().at(-1)?.socketPath ?? ''
  return {
    plane,
    folder,
    logged: () => lines.join(''),
    processes,
    relay: () => relayIn(folder),
    ask: (command) => ask(newest(), command),
    startEngine: async () => {
      const { relay: relayProgram } = await bundledPrograms()
      const options = {
        controlPlaneUrl: plane.url,
        token,
        folder: path.join(folder, 'engine'),
        node: 'test',
        relayProgram,
        log,
      }
      const engine = await Engine.open(options)
      void engine.run()
      atEnd(() => engine.stop())
      return engine
    },
    startProgram: async () => {
      const startsBefore = startsIn(lines)
      const program = spawn(process.execPath, [(await bundledPrograms()).engine], {
        env: {
          ...process.env,
          FULCRUM_CONTROL_PLANE_URL: plane.url,
          FULCRUM_ENGINE_TOKEN: token,
          FULCRUM_DATA_DIR: folder,
          FULCRUM_NODE: 'test',
        },
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      program.stdout.on('data', (chunk: Buffer) => lines.push(chunk.toString()))
      atEnd(() => kill(program, 'SIGKILL'))
      await until(() => startsIn(lines) > startsBefore)
      return program
    },
  }
}

export async function kill(program: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (program.exitCode !== null || program.signalCode !== null) return
  const ended = once(program, 'exit')
  program.kill(signal)
  await ended
}

type Programs = { readonly engine: string; readonly relay: string }

let programs: Promise<Programs> | null = null

/** The sources as programs: the same bundles as the product's, and never old ones. Beside the packages that they import. */
function bundledPrograms(): Promise<Programs> {
  programs ??= (async () => {
    const outdir = path.join(root, `node_modules/.cache/fulcrum-test/${process.pid}`)
    await build({
      entryPoints: ['engine', 'relay'].map((name) => path.join(root, `proxy-engine/bin/${name}.ts`)),
      outdir,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      external: ['pino', 'zod', 'ipaddr.js'],
      logLevel: 'error',
    })
    process.once('exit', () => rmSync(outdir, { recursive: true, force: true }))
    return { engine: path.join(outdir, 'engine.mjs'), relay: path.join(outdir, 'relay.mjs') }
  })()
  return programs
}

/** The process that relays datagrams for this folder; null when none runs. */
function relayIn(folder: string): ProcessIdentity | null {
  const file = path.join(folder, 'engine/relay.json')
  if (!existsSync(file)) return null
  const { identity } = JSON.parse(readFileSync(file, 'utf8')) as { readonly identity: ProcessIdentity }
  return isRunning(identity) ? identity : null
}

function processesIn(folder: string): ProcessRecord[] {
  const generations = path.join(folder, 'engine/generations')
  if (!existsSync(generations)) return []
  return readdirSync(generations)
    .filter((name) => /^\d+$/.test(name))
    .map((name) => path.join(generations, name, 'process.json'))
    .filter((file) => existsSync(file))
    .map((file) => JSON.parse(readFileSync(file, 'utf8')) as ProcessRecord)
    .filter((one) => isRunning(one.identity))
    .toSorted((one, other) => one.generation - other.generation)
}

function startsIn(lines: readonly string[]): number {
  return lines.join('').split('engine.started').length - 1
}
