import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { env } from '../env.ts'

/** A secret that this installation makes for itself at its first start and keeps, readable by its owner alone. */
export function keptSecret(name: 'auth.secret' | 'engine.token' | 'certificate.key'): string {
  const file = path.join(env().dataDir, name)
  // Engines are asked for theirs all the time: but for the first of all, it is there.
  if (!existsSync(file)) makeSecret(file)
  return readFileSync(file, 'utf8').trim()
}

/** Of two who make it at the same time, the first does. */
function makeSecret(file: string): void {
  try {
    writeFileSync(file, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
}

/** Takes the same time whether the first or the last character differs. */
export function isSame(one: string, other: string): boolean {
  return timingSafeEqual(createHash('sha256').update(one).digest(), createHash('sha256').update(other).digest())
}

/** What is kept of a secret that only has to be recognised. It is random and long: one round is enough. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}
