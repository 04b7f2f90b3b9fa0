import { z } from 'zod'
import { answerJson } from '@/server/answer.ts'
import { createAccessKey, listAccessKeys, newAccessKey, removeAccessKey } from '@/server/services/access-keys.ts'
import { type Call, type Operation, parameter } from '../shared/operation.ts'
import { parsed } from '../shared/parse.ts'

const body = z.strictObject({ access_key: newAccessKey })

/** A person's own access keys. */
export const accessKeyOperations = [
  {
    method: 'GET',
    path: '/access-keys',
    deed: 'signed-in',
    takes: 'nothing',
    summary: 'List your access keys',
    run: async ({ actor }: Call) => answerJson({ access_keys: await listAccessKeys(actor) }),
  },
  {
    method: 'POST',
    path: '/access-keys',
    deed: 'signed-in',
    takes: 'json',
    accepts: body,
    summary: 'Make an access key; its secret is in this answer alone',
    run: async (call: Call) => {
      const access_key = await createAccessKey(call.actor, parsed(body, call.body).access_key)
      return answerJson({ access_key }, { status: 201, headers: { 'cache-control': 'no-store' } })
    },
  },
  {
    method: 'DELETE',
    path: '/access-keys/{access_key_id}',
    deed: 'signed-in',
    takes: 'nothing',
    summary: 'Revoke an access key',
    run: async (call: Call) => {
      await removeAccessKey(call.actor, parameter(call, 'access_key_id'))
      return new Response(null, { status: 204 })
    },
  },
] as const satisfies readonly Operation[]
