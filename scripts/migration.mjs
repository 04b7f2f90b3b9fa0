// npm run migration -- <name>     writes the next migration of both databases from the change of the schema
// npm run migration -- --check    exits with 1 when the migrations do not lead to the schema
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { migrationsOf } from './kit/migrations.mjs'
import { migrationsDir, providers, readSchema, schemaFor, snapshotFile } from './kit/schema.mjs'
import { schemaDifference } from './kit/schema-engine.mjs'
import { root } from './kit/settings.mjs'

/**
 * Prisma leaves out the quotes around the default of a JSON column: SQLite would take [] for a name, and that for an empty text.
 * @type {typeof schemaDifference}
 */
async function differenceOf(...schemas) {
  return (await schemaDifference(...schemas)).replaceAll(/\bDEFAULT (\[\]|\{\})/g, "DEFAULT '$1'")
}

/**
 * @param {import('./kit/schema.mjs').Provider} provider
 * @returns {Promise<string>} the SQL that no migration carries yet
 */
async function missingSql(provider) {
  const before = existsSync(snapshotFile) ? schemaFor(provider, readFileSync(snapshotFile, 'utf8')) : ''
  return await differenceOf(provider, before, schemaFor(provider, readSchema()))
}

/**
 * Every table with its columns, and every index that a script makes, as lines that can be compared.
 * @param {readonly string[]} scripts
 */
function shapeOf(scripts) {
  const database = new Database(':memory:')
  for (const script of scripts) database.exec(script)
  const lines = /** @type {{ line: string }[]} */ (
    database
      .prepare(
        `SELECT 'table ' || t.name || ' column ' || c.name || ' ' || c.type || ' null ' || (c."notnull" = 0)
           || ' default ' || coalesce(trim(c.dflt_value, ''''), 'none') || ' key ' || c.pk AS line
         FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'
         UNION ALL
         SELECT 'index ' || name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL`,
      )
      .all()
  )
  database.close()
  return new Set(lines.map(({ line }) => line))
}

/** @returns {Promise<string[]>} what is wrong, one sentence each */
async function problems() {
  const found = []
  for (const provider of providers) {
    if (await missingSql(provider)) found.push(`The schema has changes that no ${provider} migration carries.`)
  }
  const [sqlite, postgresql] = [migrationsOf('sqlite'), migrationsOf('postgresql')]
  const names = (/** @type {typeof sqlite} */ list) => list.map(({ name }) => name).join(', ')
  if (names(sqlite) !== names(postgresql)) found.push('SQLite and PostgreSQL do not have the same migrations.')

  // The snapshot says what the migrations should have led to. Here they are run, to see that they do.
  // Indexes that only a migration knows are allowed: Prisma's schema cannot say "unique where".
  const isIndex = (/** @type {string} */ line) => line.startsWith('index ')
  const reached = shapeOf(sqlite.map(({ sql }) => sql))
  const wanted = shapeOf([await differenceOf('sqlite', '', readSchema())])
  for (const line of wanted) if (!reached.has(line)) found.push(`The migrations do not lead to: ${line}.`)
  for (const line of reached) {
    if (!wanted.has(line) && !isIndex(line))
      found.push(`The migrations lead to what the schema does not have: ${line}.`)
  }
  return found
}

async function check() {
  const found = await problems()
  for (const problem of found) console.error(problem)
  if (found.length > 0) {
    console.error('Run `npm run migration -- <name>` to write the missing migration.')
    process.exit(1)
  }
  console.log(`The ${migrationsOf('sqlite').length} migrations lead to the schema, on SQLite and on PostgreSQL.`)
}

/** @param {string} name */
async function write(name) {
  const scripts = await Promise.all(providers.map(async (provider) => ({ provider, sql: await missingSql(provider) })))
  if (scripts.every(({ sql }) => sql === '')) {
    console.log('The migrations already lead to the schema. Nothing was written.')
    return
  }
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
  for (const { provider, sql } of scripts) {
    const file = path.join(migrationsDir, provider, `${stamp}_${name}`, 'migration.sql')
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, sql || '-- This database needs no change.\n')
    console.log(`Wrote ${path.relative(root, file)}`)
  }
  writeFileSync(snapshotFile, readSchema())
}

const [argument = ''] = process.argv.slice(2)
if (argument === '--check') await check()
else if (/^[a-z][a-z0-9_]*$/.test(argument)) await write(argument)
else {
  console.error('Name the migration in small letters, digits and underscores: npm run migration -- add_listener_tags')
  process.exit(1)
}
// The engine keeps a channel open that nothing will ever answer.
process.exit(0)
