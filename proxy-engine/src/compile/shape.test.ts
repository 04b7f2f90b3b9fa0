import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileLoadBalancer, printConfiguration } from './compile.ts'
import { shapeOf, wordsOf } from './golden/haproxy-words.ts'
import { acceptedTexts, desiredWith, harmlessTexts, hostileTexts, type Texts } from './golden/hostile.ts'
import { everyAbility, paperMachine } from './golden/rows.ts'

const usualShape = shapeOf(printed(harmlessTexts) ?? '')

test('text that the schemas accept changes neither the lines nor the directives of haproxy.cfg', () => {
  fc.assert(
    fc.property(acceptedTexts, (texts) => {
      expect(shapeOf(printed(texts) ?? '')).toEqual(usualShape)
    }),
  )
})

test('text that no schema has seen is refused, or changes nothing either', () => {
  fc.assert(
    fc.property(hostileTexts, (texts) => {
      const text = printed(texts)
      if (text !== null) expect(shapeOf(text)).toEqual(usualShape)
    }),
    { numRuns: 300 },
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

function printed(texts: Texts): string | null {
  const compiled = compileLoadBalancer(desiredWith(texts), everyAbility)
  return 'diagnostics' in compiled ? null : printConfiguration([compiled], paperMachine).text
}
