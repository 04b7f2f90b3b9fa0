import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { processwide } from './process.ts'

const databaseForms = /^(file:.+|postgres(ql)?:\/\/.+)$/
/** An empty variable is one that is not set: that is how people switch one off. */
const given = <T extends z.ZodType>(schema: T) => z.preprocess((value) => (value === '' ? undefined : value), schema)

const environment = z
  .object({
    HOST: given(z.string().default('127.0.0.1')),
    PORT: given(z.coerce.number('PORT should be a number').int().min(1).max(65_535).default(3000)),
    FULCRUM_DATA_DIR: given(z.string().default('data')).transform((folder) => path.resolve(folder)),
    DATABASE_URL: given(
      z.string().regex(databaseForms, 'should be file:<path> or postgresql://<user>@<host>/<database>').optional(),
    ),
    FULCRUM_ADMIN_PASSWORD: given(z.string().min(8, 'should have at least 8 characters').max(128).optional()),
    LOG_LEVEL: given(z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info')),
    FULCRUM_ENGINE_TOKEN: given(z.string().min(16, 'should have at least 16 characters').optional()),
    FULCRUM_CERTIFICATE_KEY: given(z.string().min(32, 'should have at least 32 characters').optional()),
  })
  .transform((one) => ({
    host: one.HOST,
    port: one.PORT,
    dataDir: one.FULCRUM_DATA_DIR,
    databaseUrl: absolute(one.DATABASE_URL ?? `file:${path.join(one.FULCRUM_DATA_DIR, 'fulcrum.db')}`),
    logLevel: one.LOG_LEVEL,
    adminPassword: one.FULCRUM_ADMIN_PASSWORD ?? null,
    engineToken: one.FULCRUM_ENGINE_TOKEN ?? null,
    certificateKey: one.FULCRUM_CERTIFICATE_KEY ?? null,
  }))
export type Env = z.output<typeof environment>

/** A relative SQLite path would mean another file in each process that has another working folder. */
function absolute(url: string): string {
  return url.startsWith('file:') ? `file:${path.resolve(url.slice('file:'.length))}` : url
}

/** What the environment asks for. Throws once, with everything that is wrong in it. */
export function readEnv(variables: Readonly<Record<string, string | undefined>>): Env {
  const parsed = environment.safeParse(variables)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
  throw new Error(`The environment can not be used:\n${problems.join('\n')}`)
}

/** The environment of this process; its data folder exists. */
export function env(): Env {
  return processwide('env', () => {
    const values = readEnv(process.env)
    mkdirSync(values.dataDir, { recursive: true, mode: 0o700 })
    return values
  })
}
