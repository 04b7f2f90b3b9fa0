import { expect, test } from 'vitest'
import { ApiError } from './api-error.ts'
import { askWith, overrideHeader, reasonAgainst } from './override.ts'

const red_test = { name: 'cart', request: 'GET a.example/cart', before: 'pool web', after: '403' }
const refusal = new ApiError('This change turns route tests red: "cart".', {
  status: 409,
  issues: [{ about: 'route_tests/1', message: '"cart" would be red.', red_test }],
})

test('a change that route tests stop is made with the reason that the person gives', async () => {
  const end = askWith(async (red) => `because of ${red.map((one) => one.name)}`)
  expect(await reasonAgainst(refusal)).toBe('because of cart')
  end()
})

test('without a reason it is refused in words for people', async () => {
  const end = askWith(async () => null)
  await expect(reasonAgainst(refusal)).rejects.toThrow('Route test “cart” would have been red.')
  end()
})

test('other refusals ask nobody, and where nobody is asked the refusal stays', async () => {
  const other = new ApiError('Quota', { status: 403 })
  await expect(reasonAgainst(refusal)).rejects.toBe(refusal)
  const end = askWith(async () => 'because')
  await expect(reasonAgainst(other)).rejects.toBe(other)
  end()
})

test('a reason in any letters fits into a header', () => {
  expect(overrideHeader('Größe: 50 %')).toEqual({ 'x-fulcrum-override': 'Gr%C3%B6%C3%9Fe%3A%2050%20%25' })
})
