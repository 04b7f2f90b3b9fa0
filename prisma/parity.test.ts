import { readFileSync } from 'node:fs'
import type { Field } from 'model/kit/field'
import { offers } from 'model/offers/index'
import { certificate } from 'model/resources/certificate'
import { resources } from 'model/resources/index'
import { quota } from 'model/resources/quota'
import { describe, expect, test } from 'vitest'

// The schema is written by hand. This test is what makes that safe: it names the attribute without a column, the column without an
// attribute, and the pair that does not agree.

const schema = readFileSync(new URL('./schema.prisma', import.meta.url), 'utf8')

const declared = { ...resources, ...offers, quota, certificate }
type Declared = keyof typeof declared

/** Columns that only the store uses. See prisma/schema.prisma. */
const bookkeeping: Record<Declared, readonly string[]> = {
  load_balancer: ['revision', 'applied_revision', 'settled_revision', 'pending_since', 'changed_in', 'removed_in'],
  listener: ['changed_in', 'removed_in'],
  pool: ['changed_in', 'removed_in'],
  member: ['changed_in', 'removed_in', 'loadbalancer_id'],
  health_monitor: ['changed_in', 'removed_in', 'loadbalancer_id'],
  l7_policy: ['changed_in', 'removed_in', 'loadbalancer_id'],
  l7_rule: ['changed_in', 'removed_in', 'loadbalancer_id'],
  flavor: [],
  flavor_profile: [],
  availability_zone: [],
  availability_zone_profile: [],
  quota: ['id', 'project_id'],
  certificate: ['pem', 'sealed_key'],
}

const scalar = /^\s+(\w+)\s+(String|Int|Float|Boolean|Json)(\?)?(\s|$)/

/** Columns by name, with their type: `Int?`. */
function columnsOf(kind: Declared): Map<string, string> {
  const body = schema.split(/^model /m).find((model) => model.includes(`@@map("${kind}")`)) ?? ''
  const lines = body.split('\n').flatMap((line) => scalar.exec(line) ?? [])
  const columns = new Map<string, string>()
  for (let at = 0; at < lines.length; at += 5)
    columns.set(String(lines[at + 1]), `${lines[at + 2]}${lines[at + 3] ?? ''}`)
  return columns
}

const types = {
  text: ['String'],
  'long-text': ['String'],
  boolean: ['Boolean'],
  number: ['Int', 'Float'],
  choice: ['String'],
  reference: ['String'],
  address: ['String'],
  list: ['Json'],
  record: ['Json'],
  moment: ['String'],
} as const satisfies Record<Field['kind'], readonly string[]>

describe.each(Object.keys(declared) as Declared[])('%s', (kind) => {
  const fields: Readonly<Record<string, Field>> = declared[kind].fields
  const columns = columnsOf(kind)

  test('every attribute has a column, and every column an attribute', () => {
    const expected = [...Object.keys(fields), ...bookkeeping[kind]]
    expect([...columns.keys()].sort()).toEqual(expected.sort())
  })

  test.each(Object.keys(fields))('%s holds what the attribute accepts', (name) => {
    const field = fields[name]
    if (!field) throw new Error(`${name} is no attribute.`)
    const isOptional = field.accepts.safeParse(null).success
    const expected = types[field.kind].map((type) => `${type}${isOptional ? '?' : ''}`)
    expect(expected).toContain(columns.get(name))
  })
})
