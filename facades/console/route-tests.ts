import { askedRequest } from 'model/l7/asked-request'
import { routeExpectation } from 'model/l7/route-test'
import { z } from 'zod'
import { answerJson } from '@/server/answer.ts'
import {
  createRouteTest,
  findRouteTest,
  listRouteTests,
  removeRouteTest,
  runRouteTests,
  updateRouteTest,
} from '@/server/services/route-tests.ts'
import { type Call, parameter } from '../shared/operation.ts'
import { parsed } from '../shared/parse.ts'
import { draft } from './listeners.ts'

const name = z
  .string('Value should be string')
  .min(1, 'Give it a name')
  .max(255, 'Value should have a maximum character requirement of 255')
export const newTest = z.strictObject({
  route_test: z.strictObject({ name, request: askedRequest, expect: routeExpectation }),
})
export const testPatch = z.strictObject({
  route_test: z.strictObject({
    name: name.optional(),
    request: askedRequest.optional(),
    expect: routeExpectation.optional(),
  }),
})
export const testRun = z.strictObject({ draft: draft.optional() })

export async function listTests(call: Call): Promise<Response> {
  return answerJson({ route_tests: await listRouteTests(call.actor, parameter(call, 'id')) })
}

export async function showTest(call: Call): Promise<Response> {
  const route_test = await findRouteTest(call.actor, parameter(call, 'id'), parameter(call, 'test_id'))
  return answerJson({ route_test })
}

export async function createTest(call: Call): Promise<Response> {
  const { route_test } = parsed(newTest, call.body)
  const row = await createRouteTest(call.actor, parameter(call, 'id'), route_test)
  return answerJson({ route_test: row }, { status: 201 })
}

export async function updateTest(call: Call): Promise<Response> {
  const { route_test: patch } = parsed(testPatch, call.body)
  const row = await updateRouteTest(call.actor, parameter(call, 'id'), { id: parameter(call, 'test_id'), patch })
  return answerJson({ route_test: row })
}

export async function removeTest(call: Call): Promise<Response> {
  await removeRouteTest(call.actor, parameter(call, 'id'), parameter(call, 'test_id'))
  return new Response(null, { status: 204 })
}

/** The body may be left out: then only what is stored is asked. */
export async function runTests(call: Call): Promise<Response> {
  const { draft = null } = parsed(testRun, call.body ?? {})
  return answerJson(await runRouteTests(call.actor, parameter(call, 'id'), draft))
}
