import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import type { DesiredLoadBalancer } from 'model/contract/desired-state'
import { afterAll, describe, expect, test } from 'vitest'
import { compileLoadBalancer, printConfiguration } from '../src/compile/compile.ts'
import { acceptedTexts, desiredWith, hostileTexts, type Texts } from '../src/compile/golden/hostile.ts'
import { everyAbility, paperMachine } from '../src/compile/golden/rows.ts'
import { compiledOf, writeMaps, writeTlsFiles } from './compiled-haproxy.ts'
import { selfMade } from './harness/certificates.ts'
import { House } from './harness/house.ts'

// biome-ignore lint/style/noProcessEnv: how much is tried by hand, which is no setting of the product.
const files = Number(process.env['HOSTILE_FILES'] ?? 8)
const timeout = 30_000 + files * 2_000

const golden = new URL('../src/compile/golden/', import.meta.url)
const cases = readdirSync(golden, { withFileTypes: true })
  .filter((one) => one.isDirectory())
  .map((one) => one.name)
const folder = mkdtempSync(join(tmpdir(), 'golden-check-'))

afterAll(() => rmSync(folder, { recursive: true }))

describe.each(cases)('HAProxy', (name) => {
  test(`takes the configuration of ${name} without a warning`, async () => {
    const text = readFileSync(new URL(`${name}/haproxy.cfg`, golden), 'utf8')
    const maps = fileURLToPath(new URL(`${name}/maps`, golden))
    const certificates = await writeCertificates(name)
    const placed = text
      .replaceAll(paperMachine.mapFolder, maps)
      .replaceAll(paperMachine.certificateFolder, certificates.folder)
      .replaceAll(paperMachine.ticketFile, certificates.ticketFile)
    expect(await complaints(placed)).toEqual([])
  })
})

test('HAProxy takes arbitrary text that the schemas accept without a warning', { timeout }, async () => {
  await fc.assert(fc.asyncProperty(many(acceptedTexts), takesAll), { numRuns: files })
})

test('HAProxy takes arbitrary text that no schema has seen, and that the compiler lets through, without a warning', {
  timeout,
}, async () => {
  await fc.assert(fc.asyncProperty(many(hostileTexts), takesAll), { numRuns: files })
})

/** Golden cases name certificates and hold none: all of a kind are the same one. */
async function writeCertificates(name: string): Promise<{ readonly folder: string; readonly ticketFile: string }> {
  const { input } = (await import(`../src/compile/golden/${name}/input.ts`)) as {
    readonly input: readonly DesiredLoadBalancer[]
  }
  const parts = input.map(compiledOf)
  const filled = parts.map((one) => ({
    ...one,
    certificates: one.certificates.map((file) => ({ ...file, pem: examples()[file.kind] })),
  }))
  const own = join(folder, `certificates-${name}`)
  return { folder: own, ticketFile: writeTlsFiles(filled, own) }
}

const examples = once(() => {
  const house = new House(folder, 'golden')
  return { CERTIFICATE: selfMade('golden.test'), AUTHORITY: house.authorities, REVOCATION_LIST: house.lists() }
})

function once<T>(make: () => T): () => T {
  let made: T | null = null
  return () => {
    made ??= make()
    return made
  }
}

/** One file holds many load balancers: starting HAProxy costs more than reading them. */
function many(texts: fc.Arbitrary<Texts>): fc.Arbitrary<Texts[]> {
  return fc.array(texts, { minLength: 25, maxLength: 25 })
}

async function takesAll(all: readonly Texts[]): Promise<void> {
  const parts = all.flatMap((texts, at) => {
    const compiled = compileLoadBalancer(desiredWith(texts, at + 1), everyAbility)
    return 'diagnostics' in compiled ? [] : [compiled]
  })
  const mapFolder = join(folder, 'maps')
  writeMaps(parts, mapFolder)
  expect(await complaints(printConfiguration(parts, { ...paperMachine, mapFolder }).text)).toEqual([])
}

/** What `haproxy -c` says beyond "valid": it reads everything and binds nothing. */
function complaints(text: string): Promise<string[]> {
  const file = join(folder, 'haproxy.cfg')
  writeFileSync(file, text)
  return new Promise((resolve) => {
    execFile('haproxy', ['-c', '-f', file], (error, _stdout, stderr) => {
      const said = stderr.split('\n').filter((line) => /^\[(WARNING|ALERT)\]/.test(line))
      resolve(error && said.length === 0 ? [error.message] : said)
    })
  })
}
