// npm run generate: the Prisma clients of both databases, from the one schema.
import { mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { Refusal, runProgram } from './kit/command-line.mjs'
import { attempt } from './kit/run.mjs'
import { generatedDir, providers, readSchema, schemaFile, schemaFor } from './kit/schema.mjs'

const prismaCli = createRequire(import.meta.url).resolve('prisma/build/index.js')

/** @param {import('./kit/schema.mjs').Provider} provider */
function fileOf(provider) {
  if (provider === 'sqlite') return schemaFile
  const file = path.join(generatedDir, `${provider}.prisma`)
  writeFileSync(file, schemaFor(provider, readSchema()))
  return file
}

/** @param {import('./kit/schema.mjs').Provider} provider */
async function generate(provider) {
  const { succeeded, output } = await attempt(process.execPath, [prismaCli, 'generate', '--schema', fileOf(provider)], {
    // `generate` never runs the schema engine, but the command line insists that one exists, and would
    // fetch it from the internet. Any program that exists satisfies it.
    PRISMA_SCHEMA_ENGINE_BINARY: process.env['PRISMA_SCHEMA_ENGINE_BINARY'] ?? process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
  })
  if (!succeeded) throw new Refusal(`${output}\nThe Prisma client for ${provider} could not be generated.`)
}

await runProgram(async () => {
  mkdirSync(generatedDir, { recursive: true })
  await Promise.all(providers.map(generate))
  console.log(`Generated the Prisma clients: ${providers.map((provider) => `prisma/generated/${provider}`).join(', ')}`)
})
