import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeAll, inject } from 'vitest'
import { forgetProcesswide } from '../../server/process.ts'

// Runs before each test file. Files share the modules that are loaded, and nothing else: whatever a process has one of is made anew.
forgetProcesswide()
const folder = mkdtempSync(path.join(tmpdir(), 'fulcrum-test-'))
const file = path.join(folder, 'fulcrum.db')
copyFileSync(inject('migratedDatabase'), file)

process.env['DATABASE_URL'] = `file:${file}`
process.env['FULCRUM_DATA_DIR'] = folder
process.env['LOG_LEVEL'] = 'silent'

// After everything that the tests end themselves: what a beforeAll returns runs last, and of several the first one's at the very end.
beforeAll(() => () => rmSync(folder, { recursive: true, force: true }))
