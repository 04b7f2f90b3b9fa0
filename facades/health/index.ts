import { answerJson } from '@/server/answer.ts'
import { health } from '@/server/services/health.ts'

/** 200 once traffic can be served, 503 with the reason until then. Load balancers and `npm start` ask it without a token. */
export async function healthz(): Promise<Response> {
  const { is_ready, reason, control_plane, database, engines } = await health()
  const body = { control_plane, database, engines, ...(reason !== null && { reason }) }
  return answerJson(body, { status: is_ready ? 200 : 503, headers: { 'cache-control': 'no-store' } })
}
