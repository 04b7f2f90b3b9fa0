import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('../../../proxy-engine/bin/engine.ts', import.meta.url))
/** Debian keeps HAProxy where a person's PATH does not lead. */
const searchPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/**
 * The engine as a program, from its sources, for a control plane that listens on `url` and knows it as `node`. The answer ends it, and the
 * HAProxy that would go on without it.
 */
export function runEngine({
  url,
  token,
  node,
}: Readonly<Record<'url' | 'token' | 'node', string>>): () => Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'fulcrum-engine-'))
  const engine = spawn(process.execPath, ['--import', 'tsx', program], {
    env: {
      ...{ NODE_ENV: 'test', PATH: searchPath, FULCRUM_DATA_DIR: folder, FULCRUM_NODE: node },
      ...{ FULCRUM_CONTROL_PLANE_URL: url, FULCRUM_ENGINE_TOKEN: token },
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return async () => {
    const ended = once(engine, 'exit')
    engine.kill('SIGTERM')
    await ended
    for (const pid of proxiesOf(folder)) endProcess(pid)
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Every HAProxy that this engine has started. */
function proxiesOf(folder: string): number[] {
  const generations = path.join(folder, 'engine/generations')
  const records = existsSync(generations) ? readdirSync(generations) : []
  return records
    .map((name) => path.join(generations, name, 'process.json'))
    .filter((file) => existsSync(file))
    .map((file) => JSON.parse(readFileSync(file, 'utf8')).identity.pid)
}

function endProcess(pid: number): void {
  // An earlier generation may have ended by itself, and its number may be another's by now.
  const isProxy = existsSync(`/proc/${pid}/comm`) && readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'haproxy'
  if (isProxy) process.kill(pid, 'SIGKILL')
}
