import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { productHost } from './own-networks.ts'
import { until } from './until.ts'

const root = path.resolve(import.meta.dirname, '..')

/** The password that every product of the stories has, unless it is to be set up by hand. */
export const administratorPassword = 'correct horse battery staple'

export type Product = {
  readonly url: string
  readonly dataDir: string
  /** Ends everything as Ctrl-C does, traffic drained, and removes its data. */
  readonly stop: () => Promise<void>
}

/** Starts the whole product as `npm start` does, with a data directory and a port of its own, and waits until it can serve. */
export async function startProduct(environment: Readonly<Record<string, string>> = {}): Promise<Product> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'fulcrum-e2e-'))
  const port = await freePort(productHost)
  const url = `http://${productHost}:${port}`
  const output: string[] = []
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    cwd: root,
    env: {
      ...process.env,
      PORT: String(port),
      HOST: productHost,
      FULCRUM_DATA_DIR: dataDir,
      FULCRUM_NODE: 'e2e',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk.toString()))
  await until(
    async () => {
      if (child.exitCode !== null) throw new Error(`the product ended with ${child.exitCode}:\n${output.join('')}`)
      return (await fetch(`${url}/healthz`).catch(() => null))?.ok ?? false
    },
    { says: () => `the product to serve:\n${output.join('')}`, seconds: 120 },
  )
  return { url, dataDir, stop: () => stop(child, dataDir) }
}

async function stop(child: ChildProcess, dataDir: string): Promise<void> {
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  if (child.exitCode === null) {
    child.kill('SIGTERM')
    await ended
  }
  await rm(dataDir, { recursive: true, force: true })
}

/** A port that was free a moment ago, on one loopback address. */
export function freePort(address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, address, () => {
      const bound = server.address()
      server.close(() => (bound && typeof bound === 'object' ? resolve(bound.port) : reject(new Error('no port'))))
    })
  })
}
