import { expect, test } from 'vitest'
import { certificateIdOf } from './reference.ts'

const id = '0194f0c2-7000-7abc-8def-000000000001'

test.each([
  id,
  id.toUpperCase(),
  `http://127.0.0.1:3000/key-manager/v1/containers/${id}`,
  `https://keys.example.com/v1/secrets/${id}/`,
])('%s names a certificate', (reference) => {
  expect(certificateIdOf(reference)).toBe(id)
})

test.each([
  '',
  'shop',
  `file:///secrets/${id}`,
  `http://host/v1/others/${id}`,
  `x${id}`,
  `http://host/secrets/${id}?x=1`,
])('"%s" names none', (reference) => {
  expect(certificateIdOf(reference)).toBe(null)
})
