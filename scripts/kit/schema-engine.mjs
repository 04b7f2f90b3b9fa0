// Prisma's schema engine as WebAssembly. Prisma's command line insists on a native program that it
// fetches from the internet; this is the same engine, from the lock file, and it needs no database to
// tell two schemas apart.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg'

const wasmFile = createRequire(import.meta.url)
  .resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  .replace(/\.js$/, '.wasm')

/** Starts the engine's memory. Its panics go to a global that it expects to find. */
function load() {
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: {
      /** @param {string} message */
      set_message(message) {
        console.error(message)
      },
    },
  })
  const module = new WebAssembly.Module(readFileSync(wasmFile))
  const { exports } = new WebAssembly.Instance(module, { './schema_engine_bg.js': bindings })
  bindings.__wbg_set_wasm(exports)
  const start = exports['__wbindgen_start']
  if (typeof start === 'function') start()
}

/**
 * An adapter without a database. The engine connects before it compares, and asks PostgreSQL one
 * question: does the schema exist (boolean), and which version is this (text, then number)?
 * @param {import('./schema.mjs').Provider} provider
 */
function offlineAdapter(provider) {
  const name = provider === 'sqlite' ? 'sqlite' : 'postgres'
  const boolean = 5
  const text = 7
  const int32 = 0
  const connection = {
    provider: name,
    adapterName: 'offline',
    dispose: async () => {},
    executeRaw: async () => 0,
    executeScript: async () => {},
    getConnectionInfo: () => ({
      supportsRelationJoins: false,
      ...(name === 'postgres' && { schemaName: 'public' }),
    }),
    queryRaw: async () => ({
      columnNames: ['exists', 'version', 'numeric_version'],
      columnTypes: [boolean, text, int32],
      rows: [[true, 'PostgreSQL 15.0', 150000]],
    }),
    startTransaction: async () => {
      throw new Error('The schemas are compared without a database.')
    },
  }
  return {
    provider: name,
    adapterName: 'offline',
    connect: async () => connection,
    connectToShadowDb: async () => connection,
  }
}

let isLoaded = false

/**
 * The SQL that leads from one schema to another; empty when they are the same.
 * @param {import('./schema.mjs').Provider} provider
 * @param {string} before a schema for that provider, or '' for an empty database
 * @param {string} after
 * @returns {Promise<string>}
 */
export async function schemaDifference(provider, before, after) {
  if (!isLoaded) load()
  isLoaded = true
  // The declarations ask for a whole driver adapter; comparing needs only the part above.
  const adapter = /** @type {any} */ (offlineAdapter(provider))
  const engine = await bindings.SchemaEngine.new(
    { datamodels: [['schema.prisma', after]] },
    () => {},
    bindMigrationAwareSqlAdapterFactory(adapter),
  )
  const differs = 2
  const { exitCode, stdout } = await engine.diff({
    from: before ? datamodel(before) : { tag: 'empty' },
    to: datamodel(after),
    script: true,
    exitCode: true,
    filters: { externalTables: [], externalEnums: [] },
  })
  return exitCode === differs ? (stdout ?? '') : ''
}

/**
 * @param {string} content
 * @returns {{ tag: 'schemaDatamodel', files: { path: string, content: string }[] }}
 */
function datamodel(content) {
  return { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content }] }
}
