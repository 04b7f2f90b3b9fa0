import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { curlCommand } from './curl.ts'
import { shellOption, shellWord } from './shell.ts'

const readBack = (words: string) =>
  execFileSync('sh', ['-c', `printf '%s\\0' ${words}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1)

test('a shell reads every word back as it was', () => {
  const texts = [
    "it's",
    '$(reboot)',
    '`id`',
    '"; rm -rf /',
    'a b',
    '',
    '-f',
    '*',
    '~',
    '!x',
    '\\',
    "'\\''",
    'ü',
    '#',
    'a\nb',
  ]
  expect(readBack(texts.map(shellWord).join(' '))).toEqual(texts)
})

test('a shell reads any text back as it was', () => {
  const text = fc.string({ unit: 'grapheme' }).filter((one) => !one.includes('\0'))
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 20 }), (texts) => {
      expect(readBack(texts.map(shellWord).join(' '))).toEqual(texts)
    }),
    { numRuns: 20 },
  )
})

test('plain words stay as they are', () => {
  expect(shellWord('10.0.0.4:80')).toBe('10.0.0.4:80')
})

test('a value that begins with a dash can not be read as an option', () => {
  expect(readBack(shellOption('--name', '--wait'))).toEqual(['--name=--wait'])
  expect(readBack(shellOption('--name', "-it's"))).toEqual(["--name=-it's"])
})

test('a curl command carries its body whole', () => {
  const call = {
    method: 'PUT',
    path: '/load-balancer/v2/lbaas/pools/1',
    body: { pool: { name: "it's $HOME `id`" } },
  } as const
  const command = curlCommand(call, 'http://127.0.0.1:3000')
  const words = execFileSync('sh', ['-c', command.replace(/^curl/, "OS_TOKEN=secret; printf '%s\\0'")], {
    encoding: 'utf8',
  }).split('\0')
  expect(words).toContain('http://127.0.0.1:3000/load-balancer/v2/lbaas/pools/1')
  expect(words).toContain('X-Auth-Token: secret')
  expect(words.map((word) => (word.startsWith('{') ? JSON.parse(word) : word))).toContainEqual(call.body)
})
