import { answerJson } from '@/server/answer.ts'
import { currentRequestId } from '@/server/log.ts'

export type Wire = Readonly<Record<string, unknown>>

/** An answer with the id of its request. */
export function answer(content: Wire, status: 200 | 201 | 202 = 200): Response {
  return answerJson({ request_id: currentRequestId() ?? '', ...content }, { status })
}

export function gone(): Response {
  return new Response(null, { status: 204 })
}

type Times = { readonly created_at: string; readonly updated_at: string | null }

/** `2026-11-21T00:09:52Z`, in UTC. What was never changed was last changed when it was made. */
export function timesOf({ created_at, updated_at }: Times): Wire {
  return { created_at: wireTime(created_at), updated_at: wireTime(updated_at ?? created_at) }
}

export function wireTime(moment: string): string {
  return `${moment.slice(0, 19)}Z`
}
