import fc from 'fast-check'
import type { DesiredLoadBalancer } from 'model/contract/desired-state'
import { expect, test } from 'vitest'
import { compileLoadBalancer, printConfiguration } from './compile.ts'
import type { CompiledLoadBalancer } from './compiled.ts'
import { shapeOf, wordsOf } from './golden/haproxy-words.ts'
import { acceptedTexts, anyText, desiredWith, harmlessTexts, hostileTexts, type Texts } from './golden/hostile.ts'
import { desiredOf, everyAbility, type PolicyCase, paperMachine } from './golden/rows.ts'
import { policyFamilies } from './policy-families.ts'
import { mapText } from './policy-map.ts'

// biome-ignore lint/style/noProcessEnv: how much is tried by hand, which is no setting of the product.
const documents = Number(process.env['HOSTILE_DOCUMENTS'] ?? 300)

const usualShape = shapeOf(printed(harmlessTexts) ?? '')

test('text that the schemas accept changes neither the lines nor the directives of haproxy.cfg', {
  timeout: 30_000 + documents * 40,
}, () => {
  fc.assert(
    fc.property(acceptedTexts, (texts) => {
      expect(shapeOf(printed(texts) ?? '')).toEqual(usualShape)
    }),
    { numRuns: documents },
  )
})

test('text that no schema has seen is refused, or changes nothing either', { timeout: 30_000 + documents * 40 }, () => {
  fc.assert(
    fc.property(hostileTexts, (texts) => {
      const text = printed(texts)
      if (text !== null) expect(shapeOf(text)).toEqual(usualShape)
    }),
    { numRuns: documents },
  )
})

test('what is checked is the path that was typed', () => {
  fc.assert(
    fc.property(acceptedTexts, (texts) => {
      const checks = (printed(texts) ?? '').split('\n').filter((line) => line.includes('http-check send'))
      expect(checks.map((line) => wordsOf(line)[5])).toEqual([texts.url_path, texts.url_path])
    }),
  )
})

test('what a policy looks for becomes rows of two parts, or no row at all', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        anyText,
        acceptedTexts.map((one) => one.rule_value),
      ),
      (value) => {
        const parts = compiledParts(
          desiredOf({
            listeners: [
              { protocol: 'HTTP', protocol_port: 80, policies: familyCases.map((rules) => policyOf(rules, value)) },
            ],
          }),
        )
        for (const map of parts.flatMap((one) => one.maps)) {
          const lines = mapText(map).split('\n')
          expect(lines.pop()).toBe('')
          expect(lines.length).toBe(map.rows.length + 1)
          for (const line of lines.slice(1)) expect(line).toMatch(/^[\x21-\x7e]+ \d{13}\|[\x21-\x7e]+$/)
        }
      },
    ),
  )
})

const familyCases = policyFamilies.map((one) => one.rules)

function policyOf(rules: (typeof familyCases)[number], value: string): PolicyCase {
  return { action: 'REJECT', rules: rules.map(([type, compare_type]) => ({ type, compare_type, value })) }
}

function compiledParts(desired: DesiredLoadBalancer): CompiledLoadBalancer[] {
  const compiled = compileLoadBalancer(desired, everyAbility)
  return 'diagnostics' in compiled ? [] : [compiled]
}

function printed(texts: Texts): string | null {
  const compiled = compileLoadBalancer(desiredWith(texts), everyAbility)
  return 'diagnostics' in compiled ? null : printConfiguration([compiled], paperMachine).text
}
