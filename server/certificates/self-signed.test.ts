import { expect, test } from 'vitest'
import { serialNumber } from './self-signed.ts'

test('whatever chance says, a serial number is positive, and its first byte says something', () => {
  for (const first of Array.from({ length: 256 }, (_, byte) => byte)) {
    expect(serialNumber(Buffer.from([first, 0, 0x80]))).toMatch(/^[4-7][0-9a-f]0080$/)
  }
})
