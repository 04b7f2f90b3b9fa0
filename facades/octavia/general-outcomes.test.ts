import { beforeAll, describe, expect, test } from 'vitest'
import { type People, people } from '@/server/testing/people.ts'
import type { Method, Operation } from '../shared/operation.ts'
import { playEngine } from '../shared/testing/engine.ts'
import { operations } from './operations.ts'
import { collectionIn, goodBody, makeScene, roots, type Scene, urlOf } from './testing/scene.ts'
import { lb, must, stranger } from './testing/tree.ts'

// What holds of every operation of the table, whatever it is about. Nothing here changes anything: one scene is enough for all.

let who: People
let scene: Scene
beforeAll(async () => {
  who = await people()
  const stop = playEngine()
  scene = await makeScene(who, 'general')
  return stop
})

const all: readonly Operation[] = operations
const named = (some: readonly Operation[]) =>
  some.map((operation) => ({ operation, method: operation.method, path: operation.path }))
const guarded = all.filter((one) => one.deed !== 'anyone')
const writes = all.filter((one) => one.takes === 'json')
const reads = all.filter((one) => one.method === 'GET')
/** Lists have links to their other pages, but for what is no collection. */
const lists = reads.filter(
  ({ path }) => path.endsWith('_capabilities') || (collectionIn(path) !== '' && path.endsWith(collectionIn(path))),
)
const singles = reads.filter(
  (one) => !lists.includes(one) && one.path.includes('{id}') && !/stats|status/.test(one.path),
)

async function ask(operation: Operation, asked: Parameters<typeof lb>[2] = {}, query = '') {
  return lb(operation.method, `${urlOf(scene, operation)}${query}`, { token: who.admin, ...asked })
}

describe('without a token', () => {
  test.each(named(guarded))('$method $path is 401, as Keystone says it', async ({ operation }) => {
    const answer = await lb(operation.method, urlOf(scene, operation), { body: goodBody(scene, operation) })
    expect([answer.status, answer.at('error', 'code')]).toEqual([401, 401])
    expect(answer.headers.get('x-openstack-request-id')).toMatch(/^req-/)
  })
})

describe('a client that takes no JSON', () => {
  test.each(named(guarded))('$method $path is 406', async ({ operation }) => {
    const body = goodBody(scene, operation)
    const answer = await ask(operation, { headers: { accept: 'text/html' }, body })
    expect([answer.status, answer.at('title')]).toEqual([406, 'Not Acceptable'])
  })
})

describe('a body', () => {
  const fault = (status: number, faultstring: string) => [status, 'Client', expect.stringContaining(faultstring)]
  const refusalOf = async (operation: Operation, asked: Parameters<typeof lb>[2]) => {
    const answer = await ask(operation, asked)
    return [answer.status, answer.at('faultcode'), answer.at('faultstring')]
  }

  test.each(named(writes))('$method $path: that is no JSON is 415 or 400', async ({ operation }) => {
    const headers = { 'content-type': 'text/plain' }
    expect(await refusalOf(operation, { text: 'hello', headers })).toEqual(fault(415, 'Unknown mimetype: text/plain'))
    expect(await refusalOf(operation, { text: '{"a":' })).toEqual(fault(400, 'Request is not in valid JSON format'))
  })

  test.each(named(writes))('$method $path: that is missing, a list, empty or of another root is 400', async (row) => {
    const { operation } = row
    const root =
      operation.path.endsWith('/members') && operation.method === 'PUT'
        ? 'members'
        : roots[collectionIn(operation.path)]
    expect(await refusalOf(operation, {})).toEqual(fault(400, 'Missing argument: "'))
    for (const text of ['[]', '"x"', '1', 'null']) {
      expect(await refusalOf(operation, { text })).toEqual(
        fault(400, `The body should be an object with the key "${root}".`),
      )
    }
    for (const body of [{}, { [root ?? '']: null }]) {
      expect(await refusalOf(operation, { body })).toEqual(fault(400, 'Missing argument: "'))
    }
    expect(await refusalOf(operation, { body: { nonsense: {} } })).toEqual(
      fault(400, 'Unknown attribute for argument '),
    )
    expect(await refusalOf(operation, { body: { [root ?? '']: 'x' } })).toEqual(
      fault(400, 'Invalid input for field/attribute '),
    )
  })

  test.each(named(writes))('$method $path: with an attribute that it has not is 400', async ({ operation }) => {
    const good = goodBody(scene, operation) ?? {}
    for (const stray of ['nonsense', '__proto__', 'constructor']) {
      const bad = Object.fromEntries(
        Object.entries(good).map(([root, object]) => [root, withStray(object as object, stray)]),
      )
      const text = JSON.stringify(bad).replaceAll('stray_attribute', stray)
      expect(await refusalOf(operation, { text })).toEqual(fault(400, `: ${stray}`))
    }
  })

  /** Set under another name and renamed in the text: `__proto__` can't be set in an object. */
  function withStray(object: object, _: string): object {
    return Array.isArray(object) ? [{ stray_attribute: 1 }] : { ...object, stray_attribute: 1 }
  }
})

describe('what does not exist', () => {
  const owned = all.filter(({ path }) => path.includes('{') && !/quotas|providers/.test(path))
  const unknown = Object.fromEntries(Object.keys(roots).map((collection) => [collection, stranger]))

  test.each(named(owned))('$method $path is 404, and names it', async ({ operation }) => {
    const body = goodBody(scene, operation)
    const answer = await lb(operation.method, urlOf(scene, operation, unknown), { token: who.admin, body })
    expect([answer.status, answer.at('faultcode')]).toEqual([404, 'Client'])
    expect(answer.at('faultstring')).toContain(`${stranger} not found.`)
  })

  test.each(named(owned))('$method $path is 404 for an id in any form', async ({ operation }) => {
    for (const id of ['x', '%20', "'--", 'a'.repeat(300), '..%2f..', '%F0%9F%92%A9']) {
      const ids = Object.fromEntries(Object.keys(roots).map((collection) => [collection, id]))
      const answer = await lb(operation.method, urlOf(scene, operation, ids), {
        token: who.admin,
        body: goodBody(scene, operation),
      })
      expect([id, answer.status]).toEqual([id, 404])
    }
  })
})

describe('a method that a path has not', () => {
  const methods: readonly (Method | 'PATCH')[] = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH']
  const paths = [...new Set(all.map(({ path }) => path))]

  test.each(paths)('%s is 405, and names those that it has', async (path) => {
    const has = all.filter((one) => one.path === path).map((one) => one.method)
    for (const method of methods) {
      if (has.some((one) => one === method)) continue
      const answer = await lb(method, urlOf(scene, { path }), { token: who.admin })
      expect([method, answer.status]).toEqual([method, 405])
      for (const one of has) expect(answer.headers.get('allow')).toContain(one)
    }
  })
})

describe('a spelling of a path', () => {
  test.each(named(reads))(
    '$path answers with a slash, with .json, as v2.0 and without lbaas',
    async ({ operation }) => {
      const path = urlOf(scene, operation)
      const first = must(200, await lb('GET', path, { token: who.admin }))
      const plain = withoutLinks(first.body)
      const shorter = path.includes('/v2/octavia')
        ? []
        : [path.replace('/v2/lbaas/', '/v2/'), path.replace('/v2/lbaas/', '/v2.0/')]
      for (const other of [`${path}/`, `${path}.json`, path.replace('/v2/', '/v2.0/'), ...shorter]) {
        if (operation.path === '/' && other !== `${path}/`) continue
        const answer = await lb('GET', other, { token: who.admin })
        expect([other, answer.status, withoutLinks(answer.body)]).toEqual([other, 200, plain])
      }
    },
  )

  /** Links repeat the path, and an engine is heard all the time. */
  function withoutLinks(body: unknown): unknown {
    const text = JSON.stringify(body, (key, value) => (/_links$|^updated_at$/.test(key) ? null : value))
    return JSON.parse(text)
  }
})

describe('the query of a list', () => {
  const refused = 'One or more arguments are either duplicate or invalid'

  test.each(named(lists))('$path: an unknown filter, or one given twice, is 400', async ({ operation }) => {
    for (const query of ['?nonsense=1', '?name=a&name=b', '?__proto__=1', '?tenant_id=a&project_id=b&project_id=c']) {
      const answer = await ask(operation, {}, query)
      expect([query, answer.status, answer.at('faultstring')]).toEqual([query, 400, refused])
    }
  })

  test.each(named(lists))('$path: a bad limit, marker, sort key or direction is 400', async ({ operation }) => {
    for (const [query, words] of [
      ['limit=abc', "Supplied pagination limit 'abc' is not valid."],
      ['marker=abc', "Supplied pagination marker 'abc' is not valid."],
      ['sort=zzz', "Supplied sort key 'zzz' is not valid."],
      ['sort_key=zzz', "Supplied sort key 'zzz' is not valid."],
    ] as const) {
      const answer = await ask(operation, {}, `?${query}`)
      expect([query, answer.status, answer.at('faultstring')]).toEqual([query, 400, words])
    }
  })

  test.each(named(lists))('$path: every attribute that is one value filters, sorts and is shown alone', async (row) => {
    const rows = async (query: string) => {
      const answer = must(200, await ask(row.operation, {}, query))
      const body = Object.entries(answer.body as Record<string, Record<string, unknown>[]>)
      return body.find(([name]) => !name.endsWith('_links'))?.[1] ?? []
    }
    const [first = {}] = await rows('')
    const single = Object.entries(first).filter(([name, value]) => typeof value !== 'object' && !derived.includes(name))
    for (const [name, value] of single) {
      const found = await rows(`?${new URLSearchParams({ [name]: String(value) })}`)
      expect(found, name).toContainEqual(expect.objectContaining({ [name]: value }))
      for (const alone of await rows(`?fields=${name}&fields=nonsense`)) expect(Object.keys(alone)).toEqual([name])
    }
    for (const [name] of single.filter(([one]) => one !== 'tenant_id')) {
      const sorted = await rows(`?sort=${name}:asc,${name}:desc`)
      expect((await rows(`?sort_key=${name}&sort_dir=desc`)).length).toBe(sorted.length)
    }
  })

  /** Shown, and not stored: they follow from other rows or from the moment. */
  const derived = ['healthmonitor_id', 'vnic_type', 'updated_at']
})

describe('one object', () => {
  test.each(named(singles))('$path: fields= picks attributes and ignores what is none', async ({ operation }) => {
    const whole = must(200, await ask(operation))
    const [[root, object] = []] = Object.entries(whole.body as Record<string, object>)
    const name = Object.keys(object ?? {})[0] ?? ''
    const answer = must(200, await ask(operation, {}, `?fields=${name}&fields=nonsense`))
    expect(Object.keys(answer.at(root ?? '') as object)).toEqual([name])
  })
})

describe('a delete', () => {
  const deletes = all.filter(({ method }) => method === 'DELETE')
  test.each(named(deletes))('$path: with a parameter that it has not is 400', async ({ operation }) => {
    const answer = await ask(operation, {}, '?cascde=true')
    expect([answer.status, answer.at('faultstring')]).toEqual([400, 'Unknown argument: "cascde"'])
  })
})
