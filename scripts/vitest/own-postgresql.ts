import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { beforeAll } from 'vitest'
import { database } from '../../server/store/client.ts'
import { migrate } from '../migrate.mjs'

// Runs before each test file: a migrated database of its own on the server of TEST_DATABASE_URL.
const server = process.env['TEST_DATABASE_URL']
if (!server) throw new Error('Set TEST_DATABASE_URL to a PostgreSQL server on which databases may be created.')

const name = `fulcrum_${randomUUID().replaceAll('-', '')}`
const url = new URL(server)
url.pathname = `/${name}`
const folder = mkdtempSync(path.join(tmpdir(), 'fulcrum-test-'))

await onServer(`CREATE DATABASE ${name}`)
await migrate(url.href)
process.env['DATABASE_URL'] = url.href
process.env['FULCRUM_DATA_DIR'] = folder
process.env['LOG_LEVEL'] = 'silent'

// After everything that the tests end themselves: what a beforeAll returns runs last, and of several the first one's at the very end.
beforeAll(() => async () => {
  await database().$disconnect()
  await onServer(`DROP DATABASE ${name} WITH (FORCE)`)
  rmSync(folder, { recursive: true, force: true })
})

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  await client.query(statement)
  await client.end()
}
