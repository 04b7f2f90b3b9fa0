import { startNginx } from '../kit/nginx.mjs'
import { members, placeText } from './places.mjs'

/** 1 KB, the usual size of an answer of an API. */
const body = 'x'.repeat(1024)

/**
 * What stands behind every proxy. It answers from memory, so that the proxies are what is measured.
 * @param {import('../kit/workplace.mjs').Workplace} workplace
 */
export async function startBackend(workplace) {
  const listen = members.map((member) => `listen ${placeText(member)} backlog=4096;`)
  await startNginx(workplace, {
    name: 'backend',
    http: `server { ${listen.join(' ')} default_type text/plain; return 200 '${body}'; }`,
  })
}
