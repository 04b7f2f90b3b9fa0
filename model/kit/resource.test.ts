import { describe, expect, test } from 'vitest'
import { healthMonitor } from '../resources/health-monitor.ts'
import { resources } from '../resources/index.ts'
import { listener } from '../resources/listener.ts'
import { member } from '../resources/member.ts'
import { attributeNames, createSchema, defaultsOf, updateSchema } from './resource.ts'

const aListener = { loadbalancer_id: '00000000-0000-4000-8000-000000000001', protocol: 'HTTP', protocol_port: 80 }

function messagesOf(result: { error?: { issues: readonly { path: PropertyKey[]; message: string }[] } }): string[] {
  return (result.error?.issues ?? []).map((issue) => `${issue.path.join('.')}: ${issue.message}`)
}

describe('a create', () => {
  test('fills in every default', () => {
    const created = createSchema(listener).parse(aListener)
    expect(created).toMatchObject({
      name: '',
      connection_limit: -1,
      timeout_client_data: 50_000,
      allowed_cidrs: null,
      admin_state_up: true,
    })
  })

  test('null is as good as absent', () => {
    expect(createSchema(listener).parse({ ...aListener, connection_limit: null }).connection_limit).toBe(-1)
  })

  test('says what is missing, whether absent or null', () => {
    const { protocol: _, ...rest } = aListener
    expect(messagesOf(createSchema(listener).safeParse(rest))).toEqual(['protocol: Mandatory field missing.'])
    expect(messagesOf(createSchema(listener).safeParse({ ...aListener, protocol: null }))).toEqual([
      'protocol: Mandatory field missing.',
    ])
  })

  test('refuses what only the server sets, and what does not exist', () => {
    expect(createSchema(listener).safeParse({ ...aListener, operating_status: 'ONLINE' }).success).toBe(false)
    expect(createSchema(listener).safeParse({ ...aListener, foo: 1 }).success).toBe(false)
  })

  test('says what would be right', () => {
    const result = createSchema(listener).safeParse({
      ...aListener,
      protocol: 'FTP',
      protocol_port: 70_000,
      name: 'a\nb',
    })
    expect(messagesOf(result)).toEqual([
      'name: Value should not contain control characters',
      'protocol: Value should be one of: HTTP, TCP, HTTPS, TERMINATED_HTTPS, UDP, SCTP, PROMETHEUS',
      'protocol_port: Value should be lower or equal to 65535',
    ])
  })

  test('cuts the host bits of a network', () => {
    expect(
      createSchema(listener).parse({ ...aListener, allowed_cidrs: ['10.1.2.3/8', 'FD00::1/8'] }).allowed_cidrs,
    ).toEqual(['10.0.0.0/8', 'fd00::/8'])
  })
})

describe('an update', () => {
  test('keeps what is absent and resets what is null', () => {
    expect(updateSchema(listener).parse({ connection_limit: null })).toEqual({ connection_limit: -1 })
    expect(updateSchema(listener).parse({})).toEqual({})
  })

  test('refuses what is fixed, and null for what has no default', () => {
    expect(updateSchema(listener).safeParse({ protocol_port: 81 }).success).toBe(false)
    expect(updateSchema(healthMonitor).safeParse({ delay: null }).success).toBe(false)
  })
})

describe('every resource', () => {
  test.each(Object.entries(resources))('%s has words for every attribute', (_, resource) => {
    for (const field of Object.values(resource.fields)) {
      expect(field.label).not.toBe('')
      expect(field.help).toMatch(/[.]$/)
    }
  })

  test.each(Object.entries(resources))('%s accepts its own defaults', (_, resource) => {
    for (const [name, value] of Object.entries(defaultsOf(resource))) {
      expect([name, resource.fields[name as keyof typeof resource.fields].accepts.safeParse(value).success]).toEqual([
        name,
        true,
      ])
    }
  })

  test('attributes can be chosen by what they are', () => {
    expect(attributeNames(member, (field) => field.onCreate === 'required')).toEqual([
      'pool_id',
      'address',
      'protocol_port',
    ])
  })
})
