import fc from 'fast-check'

// Rules and requests are made of the same words, so that they meet; most of them mean something to some parser on the way.

const long = 'a'.repeat(230)
const nasty = [
  ...[
    "it's",
    '"q"',
    'a"b',
    'a\\b',
    '\\',
    '\\x41',
    '#a',
    'a#',
    '%',
    '%20',
    '%61',
    '%[src]',
    '%%',
    '$HOME',
    '$' + '{HOME}',
  ],
  ...['{', '}', '}{', '-f', '--', '-i', '!a', '(', ')', 'a|b', '|', '*', '?', 'a,b', 'a=b', '<a>', '&lt;', '`id`', '~'],
  ...['/etc/passwd', '\\u0041', '\\n', '%0a', '%00', '^a$', '.*', '[a]', long],
]
const plain = ['a', 'b', 'beta', 'eu', 'on', 'Mobile', '1', 'abc', 'A', 'ab']

const hostNames = [
  ...[
    'a.test',
    'b.test',
    'www.a.test',
    'x.www.a.test',
    'A.Test',
    '.a.test',
    '.test',
    '.www.a.test',
    'a.test.',
    'a..test',
  ],
  ...[
    'test',
    'a',
    '.',
    '..',
    '..test',
    '127.0.0.1',
    '[::1]',
    '[fd00::1',
    'a_b.test',
    'xn--bcher-kva.test',
    'a.test/api',
    '/',
  ],
]
const pathNames = [
  ...['/', '/api', '/api/v1', '/api/v1/users', '/apiary', '/API', '//', '//api', '/cart', '/static/', '/a.b/c.jpg'],
  ...['/c.jpg', '/.jpg', '/x.', '/x.tar.gz', '/c.JPG', '/api/', '/%2e%2e/', '/a;b=c', '/..', 'api', 'jpg', '.jpg'],
]

const nastyText = fc.constantFrom(...nasty)
const plainText = fc.constantFrom(...plain)

/** Any text of a header, a cookie or a value. */
export const texts = fc.oneof({ arbitrary: plainText, weight: 3 }, { arbitrary: nastyText, weight: 1 })
/** Names of cookies and parameters. */
export const words = fc.oneof(
  { arbitrary: fc.constantFrom('group', 'lang', 'a', 'Group'), weight: 4 },
  { arbitrary: fc.constantFrom("it's", 'a.b', '%61', '!', 'x-y', '$a', 'a*'), weight: 1 },
)
export const names = fc.constantFrom('X-Canary', 'User-Agent', 'Accept', "X-It's", 'X-A.b', 'X%41', 'X-Canary-2')
export const hosts = fc.oneof(
  { arbitrary: fc.constantFrom(...hostNames), weight: 5 },
  { arbitrary: nastyText, weight: 1 },
)
/** Without what ends a path. */
export const paths = fc.oneof(
  { arbitrary: fc.constantFrom(...pathNames), weight: 5 },
  { arbitrary: nastyText.map((one) => `/${one.replaceAll(/[?#]/g, '')}`), weight: 1 },
)
export const queries = fc.oneof(texts, fc.constantFrom('', 'a+b', 'a%20b'))
export const networks = fc.constantFrom(
  ...[
    '127.0.0.0/8',
    '127.0.0.7',
    '127.0.0.0/29',
    '127.1.0.0/16',
    '0.0.0.0/0',
    '10.0.0.0/8',
    '::/0',
    '::1',
    '::ffff:127.0.0.7',
  ],
  ...['::ffff:127.0.0.0/104', 'fd00::/8'],
)
export const jsonPaths = fc.constantFrom(
  '$.a',
  '$.a.b',
  '$.a[0]',
  '$.a[1].b',
  '$[0]',
  '$[1].a',
  '$.a-b',
  '$.group',
  '$.a[0][2]',
)

const jsonTexts = fc.oneof(
  texts.map((text) => JSON.stringify(text)),
  fc.constantFrom(
    ...[
      '""',
      '"\\u0041"',
      '"a\\u0000b"',
      '"\\u00e9"',
      '"\\u00zz"',
      '"\\u20ac"',
      '"\\ud83d\\ude00"',
      '"\\/"',
      '"a\\nb"',
    ],
    ...[
      '"\\x"',
      '"\\',
      '"a',
      '"a\tb"',
      '"a\nb"',
      '"é"',
      '"\udce9"',
      '"a\udcc3"',
      '"\0"',
      '"\\""',
      '"\\\\"',
      '"\\\\\\""',
      '"\\u004"',
    ],
  ),
)
const jsonNumbers = fc.oneof(
  fc.constantFrom(
    ...[
      '0',
      '-0',
      '1',
      '1.0',
      '01',
      '-',
      '-.',
      '-.5',
      '.5',
      '1.',
      '1.e2',
      '1e',
      '1e+',
      '1e+6',
      '1E-7',
      '1e308',
      '1e309',
      '-1e999',
      '0e999',
    ],
    ...[
      '999999',
      '999999.5',
      '1000000',
      '1234567',
      '123456.5',
      '100000.5',
      '100001.5',
      '0.0001',
      '0.00001',
      '1e22',
      '1e4294967297',
      '+1',
    ],
    ...[
      '0.1234565',
      '2.5',
      '123456789012345678901234567890',
      '1e-400',
      '1.7976931348623157e308',
      '5e-324',
      '0x10',
      '1_0',
      '1e-5.5',
    ],
  ),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.integer({ min: -2_000_000, max: 2_000_000 }).map((one) => String(one / 8)),
)
const jsonWords = fc.constantFrom('true', 'false', 'null', 'tru', 'nul', 'True', 'undefined', '')
const jsonSpaces = fc.constantFrom('', '', '', ' ', '\n', '\t', '\r\n', '\v', '\0')
const jsonKeys = fc.oneof(
  { arbitrary: fc.constantFrom('"a"', '"b"', '"a-b"', '"group"'), weight: 5 },
  { arbitrary: fc.constantFrom('"a.b"', '""', '"\\u0061"', 'a', "'a'", '"a\\""', '"$"', '"[0]"', '1'), weight: 1 },
)

/** Documents as programs write them, and as none does: what is missing, doubled, or in the wrong place. */
const { json } = fc.letrec<{ json: string }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { arbitrary: fc.oneof(jsonTexts, jsonNumbers, jsonWords), weight: 3 },
    { arbitrary: listOf(tie('json'), ['[', ']']), weight: 1 },
    {
      arbitrary: listOf(
        fc.tuple(jsonKeys, jsonSpaces, tie('json')).map(([key, space, one]) => `${key}${space}:${space}${one}`),
        ['{', '}'],
      ),
      weight: 3,
    },
  ),
}))

function listOf(one: fc.Arbitrary<string>, [opening, closing]: readonly [string, string]): fc.Arbitrary<string> {
  return fc
    .record({
      items: fc.array(one, { maxLength: 4 }),
      space: jsonSpaces,
      comma: fc.constantFrom(',', ',', ',', ',', ', ', ',,', ';', ''),
      opening: fc.constantFrom(opening, opening, opening, opening, opening, '[', '{', ''),
      closing: fc.constantFrom(closing, closing, closing, closing, closing, ']', '}', '', `,${closing}`),
    })
    .map((parts) => `${parts.opening}${parts.space}${parts.items.join(`${parts.comma}${parts.space}`)}${parts.closing}`)
}

const deep = fc.tuple(fc.integer({ min: 17, max: 22 }), fc.constantFrom('[', '{"a":')).map(([depth, opening]) => {
  const inner = opening === '[' ? ['[', ']'] : ['{"b":', '}']
  const nested = `${inner[0]?.repeat(depth)}1${inner[1]?.repeat(depth)}`
  return `{"c":${nested},"a":"b"}`
})

/** Whatever clients send behind the headers; some of it longer than any rule reads, or just not. */
export const bodies = fc.oneof(
  { arbitrary: json, weight: 6 },
  { arbitrary: texts, weight: 3 },
  {
    arbitrary: fc
      .tuple(texts, fc.constantFrom('\n', '\r\n', '\n\n', ' ', '\0', '; '), texts)
      .map((all) => all.join('')),
    weight: 2,
  },
  { arbitrary: fc.string({ unit: 'binary', maxLength: 30 }), weight: 1 },
  {
    arbitrary: fc
      .uint8Array({ maxLength: 12 })
      .map((all) => Array.from(all, (one) => (one < 0x80 ? String.fromCharCode(one) : '\ud83d\ude00')).join('')),
    weight: 1,
  },
  { arbitrary: deep, weight: 1 },
  {
    arbitrary: fc.tuple(fc.constantFrom(8_190, 8_191, 8_192, 8_193, 9_000, 40_000), texts).map(([length, text]) => {
      const document = `{"a":${JSON.stringify(text)},"b":"`
      return `${document}${'x'.repeat(length)}`.slice(0, length - 2).concat('"}')
    }),
    weight: 1,
  },
)
/** Alike in both engines: what tells them apart is tested where regular expressions are read. */
export const patterns = fc.constantFrom(
  ...[
    '^a',
    'test$',
    '^www\\.',
    '\\.test$',
    '^/api(/|$)',
    '[0-9]+',
    '^(a|b)\\.',
    'A',
    '^$',
    '.',
    'a{2,}',
    '\\.jpe?g$',
    '^.?$',
  ],
  ...["'", '"', '#', ' ', '%5b', '%[[]', '\\$', '[{}]', '^-f', '\\\\', '(?:x)?y*', '[^a-z.]', '^\\[', '\\|', 'x*'],
)
/** Of paths, with groups that a rewrite may name: some of them take no part. */
export const groupPatterns = fc.constantFrom(
  ...['^/(.*)/(.*)$', '(.)(.)', '/(x)?api', '^/api/(v[0-9])/?(.*)$', '^/([^/]+)', '/(a|b|c)', '^(?:/(api))?/(.)'],
)
