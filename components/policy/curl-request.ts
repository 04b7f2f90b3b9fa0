/** A request as a person gives it to the tester. */
export type TestedRequest = {
  readonly method: string
  readonly url: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** Empty, too, where it comes out of a file. */
  readonly body: string
}

/** The request of a pasted curl command; null when the text is none, or names no URL. */
export function curlRequest(text: string): TestedRequest | null {
  const [command, ...words] = wordsOf(text.replace(/\\\r?\n/g, ' '))
  if (command !== 'curl') return null
  const found: Found = { method: null, url: null, headers: [], sendsBody: false, body: [], type: null }
  const queue = [...words]
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) read(found, word, () => queue.shift() ?? '')
  if (found.url === null) return null
  const url = /^https?:\/\//i.test(found.url) ? found.url : `http://${found.url}`
  const isTyped = found.headers.some(([name]) => name.toLowerCase() === 'content-type')
  return {
    method: found.method ?? (found.sendsBody ? 'POST' : 'GET'),
    url,
    headers: found.type === null || isTyped ? found.headers : [...found.headers, ['Content-Type', found.type]],
    body: found.body.join('&'),
  }
}

type Found = {
  method: string | null
  url: string | null
  readonly headers: [string, string][]
  sendsBody: boolean
  /** Several of them are joined with an ampersand. */
  readonly body: string[]
  /** What curl says of the body unless it is told otherwise. */
  type: string | null
}

type Option = (found: Found, value: string) => void

const header: Option = (found, value) => {
  const colon = value.indexOf(':')
  if (colon > 0) found.headers.push([value.slice(0, colon).trim(), value.slice(colon + 1).trim()])
}
const upload: Option = (found) => {
  found.sendsBody = true
}
const data =
  (type: string, written: (value: string) => string | null): Option =>
  (found, value) => {
    const text = written(value)
    found.sendsBody = true
    found.type ??= type
    if (text !== null) found.body.push(text)
  }
const form = 'application/x-www-form-urlencoded'
const unlessFile = (value: string) => (value.startsWith('@') ? null : value)
const encoded = (value: string) => {
  const at = value.indexOf('=')
  return at < 0
    ? encodeURIComponent(value)
    : `${value.slice(0, at + 1)}${encodeURIComponent(value.slice(at + 1))}`.replace(/^=/, '')
}
const named =
  (name: string): Option =>
  (found, value) =>
    found.headers.push([name, value])
const ignored: Option = () => {}

/** The options that take a value. */
const options: Readonly<Record<string, Option>> = {
  '-X': (found, value) => {
    found.method = value
  },
  '--url': (found, value) => {
    found.url = value
  },
  '-H': header,
  '-b': named('Cookie'),
  '-A': named('User-Agent'),
  '-e': named('Referer'),
  '-d': data(form, unlessFile),
  '--data-raw': data(form, (value) => value),
  '--data-urlencode': data(form, encoded),
  '--json': data('application/json', unlessFile),
  '-F': upload,
  '-T': upload,
  '-o': ignored,
  '-w': ignored,
  '-m': ignored,
  '-u': ignored,
  '-x': ignored,
  '--resolve': ignored,
  '--connect-timeout': ignored,
  '--max-time': ignored,
}

const longNames: Readonly<Record<string, string>> = {
  '--request': '-X',
  '--header': '-H',
  '--cookie': '-b',
  '--user-agent': '-A',
  '--referer': '-e',
  '--data': '-d',
  '--data-binary': '-d',
  '--form': '-F',
  '--output': '-o',
  '--write-out': '-w',
  '--user': '-u',
  '--proxy': '-x',
}

function read(found: Found, word: string, next: () => string): void {
  const [long = word, joined] = word.startsWith('--') ? splitAt(word, '=') : [word]
  const name = longNames[long] ?? long
  const short = word.slice(0, 2)
  if (options[name]) options[name](found, joined ?? next())
  else if (name === '-I' || name === '--head') found.method ??= 'HEAD'
  else if (!word.startsWith('-')) found.url ??= word
  else if (!word.startsWith('--')) options[short]?.(found, word.slice(2))
}

function splitAt(word: string, mark: string): [string, string?] {
  const at = word.indexOf(mark)
  return at < 0 ? [word] : [word.slice(0, at), word.slice(at + 1)]
}

/** Words as a POSIX shell reads them: quotes and backslashes, and nothing that is expanded. */
function wordsOf(text: string): string[] {
  const parts = /'([^']*)'|"((?:[^"\\]|\\.)*)"|\\([\s\S])|([^\s'"\\]+)|(\s+)/g
  const words: string[] = []
  let word: string | null = null
  for (const [, single, double, escaped, plain, blank] of text.trim().matchAll(parts)) {
    if (blank !== undefined) {
      if (word !== null) words.push(word)
      word = null
    } else word = (word ?? '') + (single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? escaped ?? plain ?? '')
  }
  return word === null ? words : [...words, word]
}
