import { answerJson } from '@/server/answer.ts'
import { httpsRedirectOf, redirectNoMore, redirectToHttps } from '@/server/services/https-redirect.ts'
import { type Call, type Operation, parameter } from '../shared/operation.ts'

/** Answers how the switch stands. */
function answering(use: typeof httpsRedirectOf): (call: Call) => Promise<Response> {
  return async (call) => answerJson({ https_redirect: await use(call.actor, parameter(call, 'id')) })
}

async function switchOff(call: Call): Promise<Response> {
  await redirectNoMore(call.actor, parameter(call, 'id'))
  return new Response(null, { status: 204 })
}

const path = '/listeners/{id}/https-redirect'

/** The switch of a listener that terminates TLS: port 80 sends clients to it. */
export const httpsRedirectOperations = [
  {
    method: 'GET',
    path,
    deed: 'read',
    takes: 'nothing',
    summary: 'Show whether port 80 is redirected to a listener, and what switching that would do',
    run: answering(httpsRedirectOf),
  },
  {
    method: 'PUT',
    path,
    deed: 'change',
    takes: 'nothing',
    summary: 'Redirect HTTP on port 80 to a listener that terminates TLS',
    run: answering(redirectToHttps),
  },
  {
    method: 'DELETE',
    path,
    deed: 'change',
    takes: 'nothing',
    summary: 'Take away the listener and the policy that redirect HTTP to a listener',
    run: switchOff,
  },
] as const satisfies readonly Operation[]
