import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import type { DesiredLoadBalancer } from 'model/contract/desired-state'
import { describe, expect, test } from 'vitest'
import { compileLoadBalancer, printConfiguration } from '../compile.ts'
import type { CompiledLoadBalancer } from '../compiled.ts'
import { mapText } from '../policy-map.ts'
import { certificateListText } from '../tls.ts'
import { everyAbility, paperMachine } from './rows.ts'

// biome-ignore lint/style/noProcessEnv: the switch of `npm run golden`, which is no setting of the product.
const isUpdate = process.env['UPDATE_GOLDEN'] === '1'
const folder = new URL('.', import.meta.url)
const cases = readdirSync(folder, { withFileTypes: true })
  .filter((one) => one.isDirectory())
  .map((one) => one.name)

describe.each(cases)('the configuration of %s', (name) => {
  test('is, byte for byte, the one that was reviewed', async () => {
    const { input } = (await import(`./${name}/input.ts`)) as { readonly input: readonly DesiredLoadBalancer[] }
    const parts = input.map(compiledOf)
    expectReviewed(`${name}/haproxy.cfg`, printConfiguration(parts, paperMachine).text)
    const relay = parts.flatMap((one) => one.relay)
    if (relay.length > 0) expectReviewed(`${name}/relay.table`, `${JSON.stringify(relay, null, 2)}\n`)
    for (const list of parts.flatMap((one) => one.certificateLists))
      expectReviewed(`${name}/certificates/${list.name}.list`, certificateListText(list))
    for (const map of parts.flatMap((one) => one.maps)) expectReviewed(`${name}/maps/${map.name}.map`, mapText(map))
  })
})

function expectReviewed(path: string, text: string): void {
  const file = new URL(path.replaceAll(':', '%3A'), folder)
  if (isUpdate) {
    mkdirSync(new URL('.', file), { recursive: true })
    writeFileSync(file, text)
  }
  expect(text).toBe(existsSync(file) ? readFileSync(file, 'utf8') : '')
}

function compiledOf(desired: DesiredLoadBalancer): CompiledLoadBalancer {
  const compiled = compileLoadBalancer(desired, everyAbility)
  if ('diagnostics' in compiled) throw new Error(compiled.diagnostics.map((one) => one.message).join(' '))
  return compiled
}
