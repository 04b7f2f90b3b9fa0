import type { Challenges } from 'model/contract/desired-state'
import { isIpv6 } from 'model/kit/addresses'
import { listenerProtocols } from 'model/listener/protocols'
import type { Listener } from 'model/resources/listener'
import type { LoadBalancer } from 'model/resources/load-balancer'
import type { Bind, Line, PolicyMap, Section } from './compiled.ts'
import { line } from './ir.ts'
import { challengeFrontend } from './names.ts'
import { endpoint, expression, mapLookup, Unprintable } from './words.ts'

// An authority (ACME, HTTP-01) asks for a path on port 80 of every name of a certificate. HAProxy answers by itself: a map has the answers,
// which come and go while it runs. Where an HTTP listener is on that port it answers there, and else on a frontend of its own.

const about = 'load_balancer'
/** The directory of RFC 8555, 8.3; the token is the fourth field of the path. */
const wellKnown = 'path_beg /.well-known/acme-challenge/'

/** What answers, of one load balancer. */
export type ChallengeInput = {
  readonly loadBalancer: Pick<LoadBalancer, 'id'>
  readonly challenges: Challenges
}

export function challengeMap({ loadBalancer, challenges }: ChallengeInput): PolicyMap {
  const name = challengeFrontend(loadBalancer)
  const rows = challenges.answers.map(
    ({ token, key_authorization }) => [checked(token), checked(key_authorization)] as const,
  )
  return { name, listener_id: loadBalancer.id, about, mode: 'http', isVersioned: false, rows }
}

/** In base64url, a dot excepted: nothing else comes from an authority. */
function checked(text: string): string {
  if (!/^[A-Za-z0-9_.-]+$/.test(text)) throw new Unprintable(`${JSON.stringify(text)} is no answer to a challenge.`)
  return text
}

/** What an HTTP listener does with the questions of an authority, before all else. What is no question, or is not known, goes on. */
export function challengeLines({ loadBalancer }: Pick<ChallengeInput, 'loadBalancer'>): Line[] {
  const answer = mapLookup(expression('path,field(4,/),map'), challengeFrontend(loadBalancer))
  return [
    line(about, expression('http-request set-var(txn.challenge)'), answer, expression(`if { ${wellKnown} }`)),
    line(
      about,
      expression(
        'http-request return status 200 content-type text/plain lf-string %[var(txn.challenge)] if { var(txn.challenge) -m found }',
      ),
    ),
  ]
}

type Place = ChallengeInput & { readonly vips: readonly string[]; readonly listeners: readonly Listener[] }

/** The listener that answers; null where there is none on the port, or none that reads HTTP. */
export function answeringListener({ challenges, listeners }: Pick<Place, 'challenges' | 'listeners'>): Listener | null {
  return listeners.find((one) => one.protocol === 'HTTP' && one.protocol_port === challenges.port) ?? null
}

/** A frontend of its own, where nobody is on the port. It knows nothing but the answers. */
export function challengeSection(place: Place): { sections: Section[]; binds: Bind[] } {
  const { loadBalancer, challenges, vips, listeners } = place
  const { port } = challenges
  if (listeners.some((one) => one.protocol_port === port && listenerProtocols[one.protocol].transport === 'tcp'))
    return { sections: [], binds: [] }
  const frontend = challengeFrontend(loadBalancer)
  const lines = [
    line(about, expression('mode http')),
    ...vips.map((vip) =>
      line(about, expression('bind'), endpoint(vip, port), ...(isIpv6(vip) ? [expression('v6only')] : [])),
    ),
    line(about, expression('timeout client 10s')),
    ...challengeLines(place),
    line(about, expression('http-request return status 404')),
  ]
  return {
    sections: [{ name: `frontend ${frontend}`, about, lines }],
    binds: vips.map((address) => ({ about, frontend, address, port, transport: 'tcp' })),
  }
}
