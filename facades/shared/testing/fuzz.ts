import fc from 'fast-check'

// Requests as clients send them by mistake and on purpose: sound bodies with a few things wrong, bodies of nonsense, and texts that are none.

/** What somebody might put in place of anything. */
const nasty: readonly unknown[] = [
  null,
  '',
  ' ',
  '\u0000',
  '\ud800',
  "' OR 1=1 --",
  '../../../etc/passwd',
  '%00',
  '\r\nbind :1',
  '(a+)+$',
  'ü€😀',
  'https://www.example.com/',
  'a'.repeat(10_000),
  '00000000-0000-4000-8000-000000000000',
  '::1',
  '127.0.0.1/33',
  'http',
  -1,
  0,
  0.5,
  1e308,
  2 ** 53,
  4_294_967_296,
  true,
  false,
  [],
  {},
  [null],
  [[[[[]]]]],
  { toString: 1, valueOf: null },
  JSON.parse('{"__proto__": {"admin": true}}'),
]

/** What means something somewhere: it takes a request past the first check. */
const meaning: readonly unknown[] = [
  1,
  2,
  80,
  443,
  300,
  '5',
  'true',
  'False',
  'HTTP',
  'TCP',
  'UDP',
  'SCTP',
  'HTTPS',
  'TERMINATED_HTTPS',
  'PROMETHEUS',
  'PROXYV2',
  'ROUND_ROBIN',
  'LEAST_CONNECTIONS',
  'SOURCE_IP',
  'SOURCE_IP_PORT',
  'APP_COOKIE',
  'PING',
  'UDP-CONNECT',
  'REJECT',
  'REDIRECT_TO_POOL',
  'REDIRECT_TO_URL',
  'REDIRECT_PREFIX',
  'HOST_NAME',
  'HEADER',
  'COOKIE',
  'REGEX',
  'EQUAL_TO',
  'x-name',
  '/path',
  'GET',
  '200-299',
  '10.1.0.0/16',
  '127.0.0.5',
  'fd00::5',
  { type: 'APP_COOKIE', cookie_name: 'id' },
  { 'X-Forwarded-For': 'true' },
]

type Edit = {
  readonly where: number
  readonly how: 'replace' | 'drop' | 'add' | 'wrap' | 'repeat'
  readonly name: string
  readonly value: unknown
}

/** One request that is still to be put together: numbers choose among what there is when it is sent. */
export type Draft = {
  readonly operation: number
  readonly asker: number
  readonly place: readonly number[]
  readonly form: 'edited' | 'generated' | 'raw'
  readonly edits: readonly Edit[]
  readonly generated: unknown
  readonly raw: string
  readonly query: readonly (readonly [string, string])[]
  readonly headers: Readonly<Record<string, string>>
}

/** As likely to be one as any other: by itself the library prefers small ones. */
const anyNumber = fc.noBias(fc.nat())

/** Drafts of requests whose bodies and queries use these names of attributes. The same seed makes the same ones. */
export function drafts(names: readonly string[], { count, seed }: { count: number; seed: number }): Draft[] {
  const value = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...meaning) },
    { weight: 3, arbitrary: fc.constantFrom(...nasty) },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  )
  const name = fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...names) },
    { weight: 1, arbitrary: fc.constantFrom('__proto__', 'constructor', 'toString', '', 'nonsense') },
  )
  const edit: fc.Arbitrary<Edit> = fc.record({
    where: anyNumber,
    how: fc.constantFrom<Edit['how']>('replace', 'replace', 'replace', 'drop', 'add', 'wrap', 'repeat'),
    name,
    value,
  })
  const text = fc.oneof(
    fc.string({ maxLength: 20 }),
    value.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))),
  )
  const draft: fc.Arbitrary<Draft> = fc.record({
    operation: anyNumber,
    asker: anyNumber,
    place: fc.array(anyNumber, { minLength: 3, maxLength: 3 }),
    form: fc.constantFrom<Draft['form']>(...several('edited' as const, 12), 'generated', 'generated', 'raw'),
    edits: fc.oneof(fc.constant([]), fc.array(edit, { minLength: 1, maxLength: 4 })),
    generated: fc.oneof(value, fc.dictionary(name, value, { maxKeys: 6 }), fc.array(value, { maxLength: 3 })),
    raw: fc.oneof(fc.string(), fc.constantFrom('{', '[]', '{}', 'null', '"', `${'['.repeat(500)}${']'.repeat(500)}`)),
    query: fc.oneof(
      { weight: 2, arbitrary: fc.constant([]) },
      {
        weight: 1,
        arbitrary: fc.array(fc.tuple(fc.oneof(name, fc.constantFrom(...parameters)), text), { maxLength: 4 }),
      },
    ),
    headers: fc.oneof(
      { weight: 12, arbitrary: fc.constant({}) },
      { weight: 1, arbitrary: fc.constantFrom(...oddHeaders) },
    ),
  })
  return fc.sample(draft, { numRuns: count, seed })
}

const parameters = [
  'limit',
  'marker',
  'sort',
  'sort_key',
  'sort_dir',
  'page_reverse',
  'fields',
  'tags',
  'tags-any',
  'not-tags',
  'not-tags-any',
  'cascade',
  'additive_only',
  'from',
  'to',
  'before',
  'name',
  'id',
]

const oddHeaders: readonly Readonly<Record<string, string>>[] = [
  { accept: 'text/html' },
  { accept: '*/*;q=0.1, application/json' },
  { 'content-type': 'text/plain' },
  { 'content-type': 'application/json; charset=utf-16' },
  { 'x-fulcrum-override': '%00%ff reason' },
  { 'x-subject-token': 'x'.repeat(5_000) },
  { 'x-forwarded-host': 'a b', 'x-forwarded-proto': 'gopher' },
  { cookie: 'fulcrum_project=%; a=b' },
]

function several<T>(value: T, count: number): T[] {
  return Array.from({ length: count }, () => value)
}

/** A sound body with the edits made, each to the value that its number chooses among all that are in it. */
export function edited(body: unknown, edits: readonly Edit[]): unknown {
  return edits.reduce<unknown>((now, edit) => {
    const holder = { body: structuredClone(now) }
    const places = placesIn(holder)
    const place = places[edit.where % places.length]
    if (place) apply(edit, place)
    return holder.body
  }, body)
}

type Place = { readonly of: object; readonly key: string }

function placesIn(value: object): Place[] {
  return Object.entries(value).flatMap(([key, inner]) => [
    { of: value, key },
    ...(typeof inner === 'object' && inner !== null ? placesIn(inner) : []),
  ])
}

function apply({ how, name, value }: Edit, { of, key }: Place): void {
  const old: unknown = Reflect.get(of, key)
  const edits = {
    replace: () => Reflect.set(of, key, value),
    drop: () => Reflect.deleteProperty(of, key),
    add: () => Object.defineProperty(of, Array.isArray(of) ? String(of.length) : name, { value, enumerable: true }),
    wrap: () => Reflect.set(of, key, [old]),
    repeat: () => (Array.isArray(old) ? Reflect.set(of, key, [...old, ...old]) : Reflect.set(of, key, { [name]: old })),
  }
  edits[how]()
}
