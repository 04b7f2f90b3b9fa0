import { expect, test } from 'vitest'
import { inherited } from './inherited.ts'
import { type DollarRule, expanded, groupsIn, templatePieces } from './url-template.ts'

const values = {
  ...{ protocol: 'https', host: 'a.test', port: '443', path: '/was', query: 'k=v' },
  groups: ['one', 'two'],
}
const filled = (template: string, dollars: DollarRule) => expanded(templatePieces(template, dollars), values)

// The table of reference: ELB v3, 9, Rewrite.
test.each([
  ['/$2/$1', '/two/one'],
  ['/$3', '/'],
  ['/v$abc-1', '/v-1'],
  ['/w$-1', '/w-1'],
  ['/$#', '/#'],
  ['/$abc#123', '/#123'],
  ['/$', '/'],
  ['/$$1', '/$1'],
  [`${inherited.path}/more`, '/was/more'],
  [`${inherited.query}&name=my_name`, 'k=v&name=my_name'],
])('a rewrite to %s gives %s', (template, url) => {
  expect(filled(template, 'rewrite')).toBe(url)
})

test.each([
  ['/$1/$a', 'groups', '/one/$a'],
  ['/$1/$a', 'text', '/$1/$a'],
  [`${inherited.protocol}-${inherited.host}-${inherited.port}`, 'text', 'https-a.test-443'],
] as const)('a redirect to %s, where dollars are %s, gives %s', (template, dollars, url) => {
  expect(filled(template, dollars)).toBe(url)
})

test('the groups that a template asks for are found once each', () => {
  expect(groupsIn(templatePieces('/$2/$1?$2', 'groups'))).toEqual([1, 2])
})
