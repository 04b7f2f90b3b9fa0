import { expect, test } from 'vitest'
import { orderAfterDrop, orderAfterMove } from './order.ts'

const order = ['a', 'b', 'c', 'd', 'e']
const nothing = new Set<string>()
const drop = (active: string, over: string, chosen: ReadonlySet<string> = nothing) =>
  orderAfterDrop(order, chosen, { active, over }).join('')

test('what is let go on a place stands there, from above and from below', () => {
  expect([drop('a', 'c'), drop('e', 'b'), drop('c', 'c')]).toEqual(['bcade', 'aebcd', 'abcde'])
})

test('the chosen come along in their own order', () => {
  const chosen = new Set(['d', 'a'])
  expect([drop('a', 'e', chosen), drop('d', 'b', chosen), drop('a', 'a', chosen)]).toEqual(['bcead', 'adbce', 'abcde'])
})

test('who is dragged without being chosen goes alone', () => {
  expect(drop('b', 'a', new Set(['d', 'e']))).toBe('bacde')
})

test('a move puts the first of them at the position, beyond the end is last', () => {
  expect([orderAfterMove(order, ['b', 'd'], 1).join(''), orderAfterMove(order, ['a'], 99).join('')]).toEqual([
    'bdace',
    'bcdea',
  ])
})
