// npm run generate: the Prisma clients of both databases, from the one schema.
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { generatedDir, providers, readSchema, schemaFile, schemaFor } from './kit/schema.mjs'
import { root } from './kit/settings.mjs'

const prismaCli = createRequire(import.meta.url).resolve('prisma/build/index.js')

/** @param {import('./kit/schema.mjs').Provider} provider */
function fileOf(provider) {
  if (provider === 'sqlite') return schemaFile
  const file = path.join(generatedDir, `${provider}.prisma`)
  writeFileSync(file, schemaFor(provider, readSchema()))
  return file
}

/** @param {import('./kit/schema.mjs').Provider} provider */
function generate(provider) {
  const env = {
    // `generate` never runs the schema engine, but the command line insists that one exists, and would
    // fetch it from the internet. Any program that exists satisfies it.
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    CHECKPOINT_DISABLE: '1',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    ...process.env,
  }
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [prismaCli, 'generate', '--schema', fileOf(provider)],
    {
      cwd: root,
      env,
      encoding: 'utf8',
    },
  )
  if (status === 0) return
  console.error(`${stdout}${stderr}`)
  console.error(`The Prisma client for ${provider} could not be generated.`)
  process.exit(1)
}

mkdirSync(generatedDir, { recursive: true })
for (const provider of providers) generate(provider)
console.log(`Generated the Prisma clients: ${providers.map((provider) => `prisma/generated/${provider}`).join(', ')}`)
