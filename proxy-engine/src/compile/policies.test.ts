import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileLoadBalancer, printConfiguration, printLoadBalancer } from './compile.ts'
import type { CompiledLoadBalancer } from './compiled.ts'
import { desiredOf, everyAbility, idOf, type LoadBalancerCase, type PolicyCase, paperMachine } from './golden/rows.ts'
import { mapText, policyOfRow, versionedRows } from './policy-map.ts'

const at = (number: number) => idOf('l7_policy', 1, number)
const host = (number: number, value: string): PolicyCase => ({
  id: at(number),
  name: value,
  action: 'REJECT',
  rules: [{ id: idOf('l7_rule', 1, number), type: 'HOST_NAME', compare_type: 'EQUAL_TO', value }],
})
const header = (number: number, value: string): PolicyCase => ({
  id: at(number),
  action: 'REJECT',
  rules: [{ id: idOf('l7_rule', 1, number), type: 'HEADER', key: 'X-A', compare_type: 'EQUAL_TO', value }],
})
const prefix = (value: string): PolicyCase => ({
  action: 'REJECT',
  rules: [{ type: 'PATH', compare_type: 'STARTS_WITH', value }],
})

describe('no line of haproxy.cfg changes when a policy that a lookup finds', () => {
  const policies = [host(1, 'a.test'), header(2, '1'), host(3, 'b.test'), header(4, '2')]
  const before = compiled(policies)
  const [first, second, third, fourth] = policies as [PolicyCase, PolicyCase, PolicyCase, PolicyCase]

  test.each<[string, readonly PolicyCase[]]>([
    ['moves', [second, fourth, third, first]],
    ['comes', [...policies, host(5, 'c.test')]],
    ['goes', [second, third, fourth]],
    ['looks for something else', [host(1, 'd.test'), second, third, fourth]],
    [
      'does something else',
      [{ ...first, action: 'REDIRECT_TO_URL', redirect_url: 'http://a.test' }, ...policies.slice(1)],
    ],
  ])('%s', (_, others) => {
    const after = compiled(others)
    expect(after.sections).toEqual(before.sections)
    expect(after.maps).not.toEqual(before.maps)
  })

  test('and the order of the policies that are tried one by one is in the lines', () => {
    expect(compiled([first, fourth, third, second]).sections).not.toEqual(before.sections)
  })
})

test('of a path, the row that is found knows the first policy among all prefixes of it', () => {
  const prefixes = fc.array(
    fc.array(fc.constantFrom('/', 'a', 'b'), { maxLength: 5 }).map((one) => `/${one.join('')}`),
    { minLength: 1, maxLength: 12 },
  )
  fc.assert(
    fc.property(prefixes, fc.constantFrom('/', '/a', '/a/b', '/ab/a/b', '//a', '/b/b/b/b'), (values, path) => {
      const rows = compiled(values.map(prefix)).maps[0]?.rows ?? []
      const keys = values.filter((value) => path.startsWith(value)).toSorted((one, other) => other.length - one.length)
      const first = values.findIndex((value) => path.startsWith(value))
      const row = rows.find(([key]) => key === keys[0])
      expect(row && policyOfRow(row)).toBe(first < 0 ? undefined : idOf('l7_policy', 1, first + 1))
    }),
  )
})

test('of a host, the row that is found knows the first policy among all ends of it', () => {
  const suffix = (value: string): PolicyCase => ({
    action: 'REJECT',
    rules: [{ type: 'HOST_NAME', compare_type: 'ENDS_WITH', value }],
  })
  const names = ['a.test', 'b.a.test', 'c.b.a.test', '.a.test', '.test', '.b.a.test', '.a']
  fc.assert(
    fc.property(fc.uniqueArray(fc.constantFrom(...names), { minLength: 1 }), (values) => {
      const policies = values.map((value, number) => (value.startsWith('.') ? suffix(value) : host(number + 1, value)))
      const rows = new Map(compiled([...policies, prefix('/')]).maps[0]?.rows)
      for (const name of ['a.test', 'b.a.test', 'c.b.a.test', 'x.c.b.a.test', 'x.test', '.a.test']) {
        const parents = [...name.matchAll(/\./g)].map(({ index }) => `t|${name.slice(index + 1)}`)
        const row = [`h|${name}`, ...parents].map((key) => rows.get(key)).find((one) => one !== undefined)
        const first = values.findIndex((value) => (value.startsWith('.') ? name.endsWith(value) : name === value))
        expect(row && Number(row.split('|')[0])).toBe(first < 0 ? undefined : first + 1)
      }
    }),
  )
})

test('a policy that can never be taken is in no line and no row', () => {
  const never: PolicyCase[] = [
    { ...host(1, 'a.test'), admin_state_up: false },
    { action: 'REJECT', rules: [] },
    { action: 'REDIRECT_TO_POOL', rules: [{ type: 'PATH', compare_type: 'EQUAL_TO', value: '/' }] },
    { action: 'REJECT', rules: [{ type: 'SSL_CONN_HAS_CERT', compare_type: 'EQUAL_TO', value: 'true' }] },
  ]
  expect(compiled(never)).toMatchObject({ maps: [], sections: compiled([]).sections })
})

test('a rule that is always true without TLS keeps no policy from being found by a lookup', () => {
  const { rules } = host(1, 'a.test')
  const sure = { type: 'SSL_CONN_HAS_CERT', compare_type: 'EQUAL_TO', value: 'true', invert: true } as const
  expect(compiled([{ action: 'REJECT', rules: [...rules, sure] }]).maps[0]?.rows).toEqual([
    ['a.test', `0000000000001|${at(1)}|policy:reject`],
  ])
})

test('a file holds one version of the rows, and says which; where a request reads one row there is but one', () => {
  const row = `a.test 0000000000001|${at(1)}|policy:reject`
  const [one] = compiled([host(1, 'a.test')]).maps
  const [several] = compiled([host(1, 'a.test'), prefix('/')]).maps
  if (one === undefined || several === undefined) throw new Error('There is no map.')
  expect(mapText(one)).toBe(`V/ 1\n${row}\n`)
  const [key, value] = row.split(' ')
  expect(mapText(several).split('\n').slice(0, 2)).toEqual(['V/ 1', `${key}|h1 ${value}`])
  expect(versionedRows(several, 4)).toEqual([
    [`${key}|h4`, value],
    ['4|/', expect.stringMatching(/^0000000000002/)],
  ])
})

test('a row that leads to a pool is cut where its backend begins, which nothing follows', () => {
  const part = compiled(
    [{ ...host(1, 'a.test'), action: 'REDIRECT_TO_POOL', pool: 0 }],
    [{ pool: { protocol: 'HTTP' } }],
  )
  const line = printLoadBalancer(part).find(({ text }) => text.includes('-m str pool:'))?.text ?? ''
  const [, cut] = /%\[var\(txn\.act\),bytes\((\d+)\)\]/.exec(line) ?? []
  const [, begin, length] = /\{ var\(txn\.act\),bytes\((\d+),(\d+)\) -m str pool: \}/.exec(line) ?? []
  const value = part.maps[0]?.rows[0]?.[1] ?? ''
  expect(part.sections.map(({ name }) => name)).toContain(`backend ${value.slice(Number(cut))}`)
  expect(value.slice(Number(begin), Number(begin) + Number(length))).toBe('pool:')
})

describe('what many rules compare', () => {
  const rule = (type: 'HEADER' | 'COOKIE' | 'SSL_DN_FIELD', key: string) => (value: number) => ({
    ...{ type, key, compare_type: 'EQUAL_TO' as const, value: `${value}` },
  })
  const linesFor = (
    count: number,
    ruleFor: (value: number) => PolicyCase['rules'][number],
    protocol?: 'TERMINATED_HTTPS',
  ) =>
    printLoadBalancer(
      compiled(
        Array.from({ length: count }, (_, number) => ({ action: 'REJECT', rules: [ruleFor(number)] })),
        [],
        protocol === undefined ? {} : { protocol, client_authentication: 'OPTIONAL' },
      ),
    ).map(({ text }) => text.trim())
  const asking = (lines: readonly string[]) => lines.filter((text) => text.startsWith('acl') && !text.includes('var('))

  test('is looked up in each request, below two dozen', () => {
    expect(asking(linesFor(23, rule('HEADER', 'X-A')))).toHaveLength(23)
  })

  test('is listed once, from two dozen on, whatever case names of headers are in', () => {
    const lines = linesFor(24, (number) => rule('HEADER', number % 2 === 0 ? 'X-A' : 'x-a')(number))
    expect(asking(lines)).toEqual([])
    expect(lines.filter((text) => text.includes('req.fhdr("x-a")'))).toHaveLength(1)
    expect(asking(linesFor(24, (number) => rule('COOKIE', number % 2 === 0 ? 'a' : 'A')(number)))).toHaveLength(24)
  })

  test('is listed as far as the longest text that values are compared with tells, and one letter more', () => {
    const lines = linesFor(24, (number) => ({ ...rule('HEADER', 'X-A')(number), value: 'a'.repeat(number + 1) }))
    expect(lines.filter((text) => text.includes(`'req.fhdr("x-a")',bytes(0,25),`))).toHaveLength(1)
  })

  test('is asked for each time where it is about the ends of values, however long they are', () => {
    const ends = (number: number) => ({ ...rule('HEADER', 'X-A')(number), compare_type: 'ENDS_WITH' as const })
    expect(asking(linesFor(24, ends))).toHaveLength(24)
  })

  test('is asked each time of a certificate, whose fields can hold what lists end values with', () => {
    expect(asking(linesFor(24, rule('SSL_DN_FIELD', 'CN'), 'TERMINATED_HTTPS'))).toHaveLength(24)
  })
})

test('lines and rows are about their policies, and titles say what people call them', () => {
  const part = compiled([host(1, 'a.test'), header(2, '1')])
  const lines = printLoadBalancer(part)
  const aboutOf = (start: string) => lines.filter(({ text }) => text.trim().startsWith(start)).map(({ about }) => about)
  expect(aboutOf('acl')).toEqual([`l7_rules/${idOf('l7_rule', 1, 2)}`])
  expect(aboutOf('# a.test ')).toEqual([`l7_policies/${at(1)}`])
  expect(aboutOf('use_backend policy:reject')).toEqual([`l7_policies/${at(2)}`])
  expect(part.titleOf(`l7_policies/${at(1)}`)).toBe('policy a.test')
  expect(part.titleOf(`l7_rules/${idOf('l7_rule', 1, 1)}`)).toBe('rule host is a.test of policy a.test')
})

test('a preview shows two hundred rows and how many more there are; haproxy.cfg shows none', () => {
  const part = compiled(Array.from({ length: 300 }, (_, number) => host(number + 1, `${number}.test`)))
  const remarks = printLoadBalancer(part).filter(({ text }) => /^# (\d+\.test |and)/.test(text))
  expect(remarks).toHaveLength(201)
  expect(remarks.at(-1)?.text).toBe('# and 100 more rows')
  expect(printConfiguration([part], paperMachine).text).not.toContain('# 1.test')
})

test('a URL with what a row can not hold is refused, about its policy', () => {
  const policy: PolicyCase = { ...host(1, 'a.test'), action: 'REDIRECT_TO_URL', redirect_url: 'http://a.test/ b' }
  const answer = compileLoadBalancer(desiredOf(caseOf([policy])), everyAbility)
  expect(answer).toMatchObject({ diagnostics: [{ about: `l7_policies/${at(1)}` }] })
})

function caseOf(
  policies: readonly PolicyCase[],
  pools: LoadBalancerCase['pools'] = [],
  listener: Partial<LoadBalancerCase['listeners'][number]> = {},
): LoadBalancerCase {
  return { listeners: [{ protocol: 'HTTP', protocol_port: 80, policies, ...listener }], pools }
}

function compiled(...wanted: Parameters<typeof caseOf>): CompiledLoadBalancer {
  const answer = compileLoadBalancer(desiredOf(caseOf(...wanted)), everyAbility)
  if ('diagnostics' in answer) throw new Error(answer.diagnostics.map((one) => one.message).join(' '))
  return answer
}
