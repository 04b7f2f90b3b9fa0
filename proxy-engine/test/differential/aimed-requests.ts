import fc from 'fast-check'
import { stepsIn } from 'model/l7/json-path'
import type { HttpRequest } from 'model/l7/request'
import type { RuleType } from 'model/l7/rule-kinds'
import type { PolicyCase } from '../../src/compile/golden/rows.ts'
import { rawOf, requests, type WrittenRequest } from './requests.ts'

type RuleCase = PolicyCase['rules'][number]
type Aim = (request: HttpRequest, text: string, key: string) => HttpRequest

/** What makes a request have the text that a rule looks for. Rules of other types are left to chance. */
const aims: Partial<Record<RuleType, Aim>> = {
  HOST_NAME: (request, host) => ({ ...request, headers: [...withoutHeader(request, 'host'), ['Host', host]] }),
  PATH: (request, path) => ({ ...request, path: path.startsWith('/') ? path : `/${path}` }),
  FILE_TYPE: (request, type) => ({ ...request, path: `/x.${type.replaceAll(/[?#]/g, '')}` }),
  HEADER: (request, value, key) => ({ ...request, headers: [...request.headers, [key, value]] }),
  COOKIE: (request, value, key) => ({
    ...request,
    headers: [...request.headers, ['Cookie', `x=1; ${key}=${value}; y=2`]],
  }),
  QUERY_STRING: (request, value, key) => ({ ...request, query: `x=1&${key}=${value}&y` }),
  BODY: (request, body) => ({ ...request, body }),
  BODY_JSON: (request, value, key) => ({ ...request, body: documentWith(request.body ?? '', key, value) }),
  METHOD: (request, method) => ({ ...request, method }),
}

/** Requests for a listener: some for anybody, most for one of its policies, and some of those by a hair not for it. */
export function requestsFor(policies: readonly PolicyCase[]): fc.Arbitrary<WrittenRequest> {
  const aimed = fc
    .record({
      base: requests.map(({ request }) => request).filter(({ path }) => path !== ''),
      policy: fc.constantFrom(...policies),
      before: fc.constantFrom('', '', 'x', 'x.', '/'),
      after: fc.constantFrom('', '', '', 'x', '/x', '.'),
    })
    .map(({ base, policy, before, after }) => {
      const request = policy.rules.reduce((one, rule) => aimedAt(one, rule, { before, after }), base)
      return { request, raw: rawOf(request) }
    })
  return fc.oneof({ arbitrary: requests, weight: 1 }, { arbitrary: aimed, weight: 2 })
}

function aimedAt(request: HttpRequest, rule: RuleCase, around: { before: string; after: string }): HttpRequest {
  const aim = aims[rule.type]
  if (aim === undefined || rule.compare_type === 'REGEX' || rule.invert === true) return request
  const begins = rule.compare_type === 'EQUAL_TO' || rule.compare_type === 'STARTS_WITH'
  const ends = rule.compare_type === 'EQUAL_TO' || rule.compare_type === 'ENDS_WITH'
  const value = rule.value.replace(/^"(.+)"$/, '$1')
  return aim(request, `${begins ? '' : around.before}${value}${ends ? '' : around.after}`, rule.key ?? '')
}

/** A document with a value at a path; where there is one already, the later of two keys. */
function documentWith(before: string, path: string, value: string): string {
  const steps = stepsIn(path)
  const [opening, closing] = steps.reduce<readonly [string, string]>(
    ([first, last], step) =>
      typeof step === 'number'
        ? [`${first}[${'"x",'.repeat(step)}`, `]${last}`]
        : [`${first}{"y":[{"z":1}],${JSON.stringify(step)}: `, `\n}${last}`],
    ['', ''],
  )
  const document = `${opening}${JSON.stringify(value)}${closing}`
  const isDocument = before.startsWith('{') && before.endsWith('}') && before.length > 2 && document.startsWith('{')
  return isDocument ? `${before.slice(0, -1)},${document.slice(1)}` : document
}

function withoutHeader({ headers }: HttpRequest, name: string) {
  return headers.filter(([one]) => one.toLowerCase() !== name)
}
