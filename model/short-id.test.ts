import { expect, test } from 'vitest'
import { shortId } from './short-id.ts'

test('what is made in the same minute is told apart', () => {
  const [one, other] = ['01a1fee7-5488-7000-b857-ae7395d4faca', '01a1fee7-54a7-7000-9c14-8741af35d77e']
  expect(shortId(one)).not.toBe(shortId(other))
})
