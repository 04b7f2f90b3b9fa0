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
