import path from 'node:path'
import { expect, test } from 'vitest'
import { readEnv } from './env.ts'

test('everything is optional', () => {
  const dataDir = path.resolve('data')
  expect(readEnv({})).toMatchObject({
    host: '127.0.0.1',
    port: 3000,
    dataDir,
    databaseUrl: `file:${dataDir}/fulcrum.db`,
  })
})

test('an empty variable is one that is not set', () => {
  expect(readEnv({ PORT: '', FULCRUM_ADMIN_PASSWORD: '' })).toMatchObject({ port: 3000, adminPassword: null })
})

test('says everything that is wrong at once', () => {
  const wrong = {
    PORT: '70000',
    DATABASE_URL: 'mysql://db',
    FULCRUM_ADMIN_PASSWORD: 'short',
    FULCRUM_ENGINE_TOKEN: 'x',
    FULCRUM_CERTIFICATE_KEY: 'short',
  }
  expect(() => readEnv(wrong)).toThrow(
    /PORT.*DATABASE_URL.*FULCRUM_ADMIN_PASSWORD.*FULCRUM_ENGINE_TOKEN.*FULCRUM_CERTIFICATE_KEY/s,
  )
})
