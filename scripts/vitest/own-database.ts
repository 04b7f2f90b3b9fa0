import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, inject } from 'vitest'

// Runs in each test file before anything of it is imported: whoever reads the environment finds this database.
const folder = mkdtempSync(path.join(tmpdir(), 'fulcrum-test-'))
const file = path.join(folder, 'fulcrum.db')
copyFileSync(inject('migratedDatabase'), file)

process.env['DATABASE_URL'] = `file:${file}`
process.env['FULCRUM_DATA_DIR'] = folder
process.env['LOG_LEVEL'] = 'silent'

afterAll(() => rmSync(folder, { recursive: true, force: true }))
