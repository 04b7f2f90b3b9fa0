import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type People, people } from '@/server/testing/people.ts'
import { consoleApi } from '../console/index.ts'
import { huaweiElb } from '../huawei-elb/index.ts'
import { keyManager } from '../key-manager/index.ts'
import { keystone } from '../keystone/index.ts'
import { neutron } from '../neutron/index.ts'
import { octavia } from '../octavia/index.ts'
import { asking, origin } from '../shared/testing/ask.ts'
import { playEngine } from '../shared/testing/engine.ts'
import { referenceApi } from './index.ts'
import { described } from './operations.ts'

type Json = Record<string, unknown>
type OperationObject = Json & {
  operationId: string
  responses: Record<string, { content?: Record<string, { schema: Json }> }>
  parameters: { name: string }[]
  requestBody?: { content: Record<string, { schema: Json }> }
}

const ask = asking(referenceApi)
let document: Json & {
  paths: Record<string, Record<string, OperationObject>>
  components: { schemas: Record<string, Json> }
}
beforeAll(async () => {
  const answer = await ask('GET', '/console/openapi.json')
  expect(answer.status).toBe(200)
  document = answer.body as typeof document
})

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )

describe('the document', () => {
  test('is OpenAPI 3.1 in form', () => {
    const content = z.record(z.string(), z.strictObject({ schema: z.looseObject({}) }))
    const operation = z.strictObject({
      operationId: z.string().regex(/^[\w.-]+$/),
      tags: z.tuple([z.enum((document['tags'] as { name: string }[]).map(({ name }) => name))]),
      summary: z.string().min(3),
      description: z.string(),
      parameters: z.array(
        z.strictObject({
          name: z.string(),
          in: z.literal('path'),
          required: z.literal(true),
          schema: z.looseObject({}),
        }),
      ),
      security: z.tuple([]).optional(),
      requestBody: z.strictObject({ required: z.literal(true), content }).optional(),
      responses: z.record(
        z.string().regex(/^(\d{3}|default)$/),
        z.strictObject({ description: z.string(), content: content.optional() }),
      ),
    })
    const form = z.strictObject({
      openapi: z.literal('3.1.0'),
      info: z.strictObject({ title: z.string(), version: z.string(), description: z.string() }),
      servers: z.tuple([z.strictObject({ url: z.literal(origin) })]),
      tags: z.array(z.strictObject({ name: z.string(), description: z.string() })),
      security: z.array(z.record(z.string(), z.tuple([]))),
      paths: z.record(
        z.string().startsWith('/'),
        z.partialRecord(z.enum(['get', 'head', 'post', 'put', 'patch', 'delete']), operation),
      ),
      components: z.strictObject({
        securitySchemes: z.record(z.string(), z.looseObject({ type: z.literal('apiKey') })),
        schemas: z.record(z.string().regex(/^[\w.-]+$/), z.looseObject({})),
      }),
    })
    expect(form.safeParse(document).error?.issues ?? []).toEqual([])
  })

  test('has every operation of every table, each with an id of its own', () => {
    const wanted = described.flatMap(({ prefix, operations }) =>
      operations.map(({ method, path }) => `${method} ${prefix}${path}`),
    )
    const there = operations().map(({ method, path }) => `${method.toUpperCase()} ${path}`)
    expect(there.sort()).toEqual([...new Set(wanted)].sort())
    const ids = operations().map(({ operation }) => operation.operationId)
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('declares the parameters of each path, and refers only to schemas that it has', () => {
    for (const { path, operation } of operations()) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      expect(operation.parameters.map(({ name }) => name)).toEqual(named)
    }
    const references = JSON.stringify(document).match(/"#\/[^"]+"/g) ?? []
    const missing = references.filter(
      (one) => !((one.slice(1, -1).split('/').at(-1) as string) in document.components.schemas),
    )
    expect(missing).toEqual([])
  })

  test('says what every operation that reads a body takes', () => {
    const untold = operations().filter(({ operation }) => {
      const schema = operation.requestBody?.content['application/json']?.schema
      return schema !== undefined && !Object.keys(schema).some((key) => ['properties', 'anyOf', '$ref'].includes(key))
    })
    // Nobody says more than that they leave.
    expect(untold.map(({ path }) => path)).toEqual(['/console/sign-out'])
  })

  test('has no pattern that only JavaScript reads', () => {
    expect(JSON.stringify(document).match(/\\\\[pP]\{[^}]*\}/g)).toBeNull()
  })

  test('says the same for two spellings of one template', () => {
    const shapes = Object.keys(document.paths).map((path) => path.replace(/\{\w+\}/g, '{}'))
    expect(shapes.filter((one, at) => shapes.indexOf(one) !== at)).toEqual([])
  })
})

/** The schema with what it refers to written out, so that it stands alone. */
function whole(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(whole)
  if (typeof schema !== 'object' || schema === null) return schema
  const { $ref } = schema as { $ref?: string }
  if ($ref !== undefined) return whole(document.components.schemas[$ref.split('/').at(-1) as string])
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, whole(value)]))
}

function problems(schema: Json | undefined, value: unknown): unknown[] {
  if (schema === undefined) return value === undefined ? [] : ['an answer without a schema']
  const result = z.fromJSONSchema(whole(schema) as Parameters<typeof z.fromJSONSchema>[0]).safeParse(value)
  return result.success ? [] : result.error.issues.map(({ path, message }) => `${path.join('/')}: ${message}`)
}

describe('real answers match their schemas', () => {
  let who: People
  const facades = {
    '/load-balancer': asking(octavia),
    '/network': asking(neutron),
    '/key-manager': asking(keyManager),
    '/identity': asking(keystone),
    '/v3': asking(huaweiElb),
    '/console': asking(consoleApi),
  } as const
  const values = new Map<string, string>()

  beforeAll(async () => {
    who = await people()
    return playEngine()
  })

  /** Asks for a documented path, and holds what goes and what comes to what the document says. */
  async function exchange(
    method: 'get' | 'post' | 'put' | 'patch' | 'delete',
    path: string,
    body?: Json,
  ): Promise<unknown> {
    const operation = document.paths[path]?.[method]
    if (!operation) throw new Error(`${method} ${path} is not documented`)
    const prefix = `/${path.split('/')[1]}` as keyof typeof facades
    if (body) expect(problems(operation.requestBody?.content['application/json']?.schema, body)).toEqual([])
    const url = path.replace(/\{(\w+)\}/g, (_, name: string) => values.get(name) ?? '')
    const answer = await facades[prefix](method.toUpperCase(), url, { token: who.admin, ...(body ? { body } : {}) })
    const said = operation.responses[String(answer.status)] ?? operation.responses['default']
    expect([
      `${method} ${path} ${answer.status}`,
      problems(said?.content?.['application/json']?.schema, answer.body),
    ]).toEqual([`${method} ${path} ${answer.status}`, []])
    expect(answer.status).toBeLessThan(300)
    return answer.body
  }

  const id = (body: unknown, name: string) => (body as Record<string, { id: string }>)[name]?.id ?? ''

  test('of every kind of resource under a load balancer', async () => {
    const base = '/load-balancer/v2/lbaas'
    const made = await exchange('post', `${base}/loadbalancers`, {
      loadbalancer: { name: 'lb', vip_subnet_id: who.subnet },
    })
    const loadbalancer_id = id(made, 'loadbalancer')
    const life = async (path: string, name: string, create: Json, update: Json) => {
      const parent = new Map(values)
      const one = id(await exchange('post', path, { [name]: create }), name)
      values.set('id', one)
      await exchange('get', path)
      await exchange('get', `${path}/{id}`)
      await exchange('put', `${path}/{id}`, { [name]: update })
      for (const [key, value] of parent) values.set(key, value)
      return one
    }
    const listener = { loadbalancer_id, protocol: 'HTTP', protocol_port: 80, allowed_cidrs: ['10.0.0.0/8'] }
    const listener_id = await life(`${base}/listeners`, 'listener', listener, { allowed_cidrs: null, name: null })
    const pool = {
      listener_id,
      protocol: 'HTTP',
      lb_algorithm: 'ROUND_ROBIN',
      session_persistence: { type: 'HTTP_COOKIE' },
    }
    const pool_id = await life(`${base}/pools`, 'pool', pool, { session_persistence: null })
    values.set('pool_id', pool_id)
    await life(`${base}/pools/{pool_id}/members`, 'member', { address: '127.0.0.9', protocol_port: 80 }, { weight: 0 })
    const monitor = { pool_id, type: 'HTTP', delay: 5, timeout: 2, max_retries: 3 }
    await life(`${base}/healthmonitors`, 'healthmonitor', monitor, { url_path: '/up' })
    const policy = { listener_id, action: 'REDIRECT_TO_URL', redirect_url: 'https://example.com/' }
    const l7policy_id = await life(`${base}/l7policies`, 'l7policy', policy, { redirect_http_code: 301 })
    values.set('l7policy_id', l7policy_id)
    const rule = { type: 'PATH', compare_type: 'STARTS_WITH', value: '/old' }
    await life(`${base}/l7policies/{l7policy_id}/rules`, 'rule', rule, { invert: true })
    values.set('id', loadbalancer_id)
    await exchange('get', `${base}/loadbalancers`)
    await exchange('get', `${base}/loadbalancers/{id}`)
  })

  test('of what administrators offer', async () => {
    const base = '/load-balancer/v2/lbaas'
    const flavorprofile = { name: 'profile', provider_name: 'fulcrum', flavor_data: '{}' }
    const profile = id(await exchange('post', `${base}/flavorprofiles`, { flavorprofile }), 'flavorprofile')
    const flavor = await exchange('post', `${base}/flavors`, { flavor: { name: 'small', flavor_profile_id: profile } })
    values.set('id', id(flavor, 'flavor'))
    await exchange('get', `${base}/flavors`)
    await exchange('get', `${base}/flavors/{id}`)
    await exchange('put', `${base}/flavors/{id}`, { flavor: { enabled: false } })
    const zone = { name: 'zone', provider_name: 'fulcrum', availability_zone_data: '{}' }
    const zones = await exchange('post', `${base}/availabilityzoneprofiles`, { availability_zone_profile: zone })
    const availability_zone_profile_id = id(zones, 'availability_zone_profile')
    const availability_zone = { name: 'east', availability_zone_profile_id }
    await exchange('post', `${base}/availabilityzones`, { availability_zone })
    values.set('name', 'east')
    await exchange('get', `${base}/availabilityzones/{name}`)
    await exchange('delete', `${base}/availabilityzones/{name}`)
  })

  test('of quotas, engines and counters', async () => {
    const base = '/load-balancer/v2'
    values.set('project_id', who.project)
    await exchange('get', `${base}/lbaas/quotas/defaults`)
    await exchange('put', `${base}/lbaas/quotas/{project_id}`, { quota: { load_balancer: 50, healthmonitor: -1 } })
    await exchange('get', `${base}/lbaas/quotas`)
    await exchange('get', `${base}/lbaas/quotas/{project_id}`)
    await exchange('delete', `${base}/lbaas/quotas/{project_id}`)
    const { amphorae } = (await exchange('get', `${base}/octavia/amphorae`)) as { amphorae: { id: string }[] }
    values.set('id', amphorae[0]?.id ?? '')
    await exchange('get', `${base}/octavia/amphorae/{id}`)
    await exchange('get', `${base}/lbaas/providers`)
  })

  test('of projects, people, roles and credentials', async () => {
    const base = '/identity/v3'
    const project = await exchange('post', `${base}/projects`, { project: { name: 'described' } })
    values.set('id', id(project, 'project'))
    await exchange('patch', `${base}/projects/{id}`, { project: { description: 'x' } })
    await exchange('get', `${base}/projects/{id}`)
    await exchange('get', `${base}/projects`)
    await exchange('delete', `${base}/projects/{id}`)
    const password = 'a password of theirs'
    const user = await exchange('post', `${base}/users`, { user: { name: 'described', password, email: 'a@b.c' } })
    values.set('id', id(user, 'user'))
    await exchange('patch', `${base}/users/{id}`, { user: { email: null } })
    for (const path of ['users', 'users/{id}', 'roles', 'role_assignments', 'domains', 'auth/projects']) {
      await exchange('get', `${base}/${path}`)
    }
    await exchange('delete', `${base}/users/{id}`)
  })

  test('of what only the console has', async () => {
    const listeners = await exchange('get', '/load-balancer/v2/lbaas/listeners')
    values.set('id', (listeners as { listeners: { id: string }[] }).listeners[0]?.id ?? '')
    const request = { method: 'GET', url: 'http://www.example.com/' }
    await exchange('post', '/console/listeners/{id}/simulate', { request })
    await exchange('put', '/console/listeners/{id}/policy-order', { move: [values.get('l7policy_id')], to: 1 })
    await exchange('post', '/console/listeners/{id}/route-tests/run', {})
  })

  test('of secrets and containers', async () => {
    const base = '/key-manager/v1'
    const secret = { name: 'words', payload: 'of no use', payload_content_type: 'text/plain' }
    const { secret_ref } = (await exchange('post', `${base}/secrets`, secret)) as { secret_ref: string }
    values.set('secret_id', secret_ref.split('/').at(-1) ?? '')
    await exchange('get', `${base}/secrets`)
    await exchange('get', `${base}/secrets/{secret_id}`)
    const container = { type: 'generic', secret_refs: [{ name: 'one', secret_ref }] }
    const { container_ref } = (await exchange('post', `${base}/containers`, container)) as { container_ref: string }
    values.set('container_id', container_ref.split('/').at(-1) ?? '')
    await exchange('get', `${base}/containers`)
    await exchange('get', `${base}/containers/{container_id}`)
    await exchange('delete', `${base}/containers/{container_id}`)
    await exchange('delete', `${base}/secrets/{secret_id}`)
  })

  test('of the API of another cloud', async () => {
    const base = '/v3/{project_id}/elb'
    values.set('project_id', who.project)
    await exchange('get', `${base}/versions`)
    const made = await exchange('post', `${base}/loadbalancers`, { loadbalancer: { vip_subnet_cidr_id: who.subnet } })
    const loadbalancer_id = id(made, 'loadbalancer')
    const pool = { loadbalancer_id, protocol: 'HTTP', lb_algorithm: 'ROUND_ROBIN' }
    values.set('id', id(await exchange('post', `${base}/pools`, { pool }), 'pool'))
    await exchange('put', `${base}/pools/{id}`, { pool: { name: 'described' } })
    await exchange('get', `${base}/pools`)
    await exchange('delete', `${base}/pools/{id}`)
    await exchange('get', `${base}/quotas/details`)
    const access_key = { description: 'described' }
    const key = await exchange('post', '/console/access-keys', { access_key })
    await exchange('get', '/console/access-keys')
    values.set('access_key_id', id(key, 'access_key'))
    await exchange('delete', '/console/access-keys/{access_key_id}')
  })

  test('of networks and floating IPs', async () => {
    const base = '/network/v2.0'
    const { networks } = (await exchange('get', `${base}/networks`)) as { networks: { id: string; name: string }[] }
    const floating_network_id = networks.find(({ name }) => name === 'public')?.id ?? ''
    const floatingip = await exchange('post', `${base}/floatingips`, { floatingip: { floating_network_id } })
    for (const plural of ['subnets', 'ports', 'floatingips']) await exchange('get', `${base}/${plural}`)
    values.set('id', id(floatingip, 'floatingip'))
    await exchange('get', `${base}/floatingips/{id}`)
    await exchange('put', `${base}/floatingips/{id}`, { floatingip: { description: 'x' } })
    await exchange('put', `${base}/floatingips/{id}/tags`, { tags: ['x'] })
    await exchange('delete', `${base}/floatingips/{id}`)
  })
})
