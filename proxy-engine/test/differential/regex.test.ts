import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { matches, problemOf } from 'model/l7/regex'
import { patterns, scribbles, takenPatterns, texts } from 'model/l7/regex/pattern.examples'
import { expect, test } from 'vitest'
import { quoted } from '../../src/compile/words.ts'
import { freePort, send, until, vip } from '../compiled-haproxy.ts'

/** A pattern, and whether the case of letters counts. */
type Question = { readonly pattern: string; readonly ignoresCase: boolean }

const patternsInBatch = 150
const textsInBatch = 40

test('HAProxy and the simulator find the same with expressions from the examples', async () => {
  await compare(questionsOf(takenPatterns), [...drawnTexts(0), ...telling])
})

test.each([1, 2, 3])('HAProxy and the simulator find the same with random expressions (%i)', async (seed) => {
  await compare(questionsOf(takenOf(patterns, seed)), drawnTexts(seed))
})

test.each([1, 2, 3])('HAProxy takes what we take of syntax thrown together, and finds the same (%i)', async (seed) => {
  await compare(questionsOf(takenOf(scribbles, seed)), drawnTexts(seed))
})

function takenOf(drawn: fc.Arbitrary<string>, seed: number): string[] {
  const all = new Set(fc.sample(drawn, { seed, numRuns: 20 * patternsInBatch }))
  return [...all].filter((pattern) => problemOf(pattern) === null).slice(0, patternsInBatch)
}

/** Texts that the examples were written for. */
const telling = [
  'www.example.com',
  'a.example.com',
  '/photos/cat.jpeg',
  '/v12/a/b/x',
  '10.0.0.255',
  'de-AT',
  'br,gzip;q=1',
  '0123456789abcdef0123456789abcdef',
  'a'.repeat(1000),
  'ac'.repeat(499),
  'bbbbc'.repeat(166),
]

function drawnTexts(seed: number): string[] {
  return fc.sample(texts, { seed, numRuns: textsInBatch })
}

function questionsOf(all: readonly string[]): Question[] {
  return all.flatMap((pattern) => [false, true].map((ignoresCase) => ({ pattern, ignoresCase })))
}

/** Asks one HAProxy about every pair, and expects the simulator to have said the same. */
async function compare(questions: readonly Question[], asked: readonly string[]): Promise<void> {
  const haproxy = await runAsking(questions)
  let found = 0
  try {
    for (const text of asked) {
      const theirs = await haproxy.found(text)
      found += theirs.size
      const differing = questions.filter(
        ({ pattern, ignoresCase }, at) => matches(text, pattern, ignoresCase) !== theirs.has(at),
      )
      expect({ text, differing }).toEqual({ text, differing: [] })
    }
  } finally {
    await haproxy.stop()
  }
  const pairs = questions.length * asked.length
  // A comparison in which nothing is found, or everything, would say little.
  expect(found / pairs).toBeGreaterThan(0.03)
  expect(found / pairs).toBeLessThan(0.9)
}

/** Runs an HAProxy that answers a text with the numbers of the patterns that find something in it. */
async function runAsking(questions: readonly Question[]) {
  const folder = mkdtempSync(join(tmpdir(), 'regex-'))
  const port = await freePort(vip)
  const rules = questions.flatMap(({ pattern, ignoresCase }, at) => [
    ` acl p${at} req.fhdr(text),b64dec ${ignoresCase ? '-i ' : ''}-m reg -- ${quoted(pattern)}`,
    ` http-request set-var-fmt(txn.found) '%[var(txn.found)] ${at}' if p${at}`,
  ])
  const lines = [
    'defaults',
    ' mode http',
    ' timeout client 10s',
    'frontend f',
    ` bind ${vip}:${port}`,
    ...rules,
    " http-request return status 200 content-type text/plain lf-string 'found%[var(txn.found)]'",
  ]
  writeFileSync(join(folder, 'haproxy.cfg'), `${lines.join('\n')}\n`)
  const child = spawn('haproxy', ['-db', '-f', join(folder, 'haproxy.cfg')], { stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  let said = ''
  child.stderr.on('data', (chunk) => {
    said += chunk
  })
  const found = async (text: string) => {
    const { body } = await send(port, { headers: { text: Buffer.from(text).toString('base64') } })
    return new Set(body.split(' ').slice(1).map(Number))
  }
  await until(async () => {
    if (child.exitCode !== null) throw new Error(said)
    return found('').then(Boolean, () => false)
  })
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
    rmSync(folder, { recursive: true })
  }
  return { found, stop }
}
