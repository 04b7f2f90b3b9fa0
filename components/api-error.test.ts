import { expect, test } from 'vitest'
import { errorOf } from './api-error.ts'

test("Octavia's sentence about one attribute becomes an issue about it", () => {
  const faultstring =
    "Invalid input for field/attribute protocol_port. Value: '0'. Value should be greater or equal to 1"
  const error = errorOf(400, { faultcode: 'Client', faultstring, debuginfo: null }, 'req-1')
  expect(error.code).toBe('invalid')
  expect(error.request_id).toBe('req-1')
  expect(error.issues).toEqual([{ about: 'protocol_port', message: 'Value should be greater or equal to 1' }])
})

test('another fault keeps its text and has no issue', () => {
  const error = errorOf(409, { faultstring: 'This pool already has a health monitor' }, null)
  expect(error).toMatchObject({ code: 'conflict', message: 'This pool already has a health monitor', issues: [] })
})

test("the console's errors carry their code and issues", () => {
  const issues = [{ about: 'password', message: 'At least 12 characters.' }]
  const error = errorOf(400, { error: { code: 'invalid', message: 'Too short.', issues, request_id: 'req-2' } }, null)
  expect(error).toMatchObject({ code: 'invalid', message: 'Too short.', issues, request_id: 'req-2' })
})

test("Neutron's errors are read too", () => {
  const error = errorOf(
    404,
    { NeutronError: { type: 'SubnetNotFound', message: 'Subnet x not found.', detail: '' } },
    null,
  )
  expect(error).toMatchObject({ code: 'not_found', message: 'Subnet x not found.' })
})

test('an answer without a reason is told by its status', () => {
  expect(errorOf(502, null, null).message).toBe('The control plane answered 502 and no reason.')
})
