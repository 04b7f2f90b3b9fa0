import { clock } from '@/server/clock.ts'
import { actorIn } from '@/server/services/access.ts'
import { noteAccessKeyUse, secretOfAccessKey } from '@/server/services/access-keys.ts'
import type { Actor } from '@/server/services/actor.ts'
import { isSame } from '@/server/services/secrets.ts'
import { unauthenticated } from '@/server/services/unauthenticated.ts'
import { boundedBytes } from '../shared/body.ts'
import { claimIn, goodSignatures, isSigned, signedAt } from './signature.ts'

/** How far the clock of a client may be off, in milliseconds: fifteen minutes. */
const clockTolerance = 900_000
/** What a body has at most, in bytes: two certificates with their keys are a tenth of it. */
const longestBody = 1_024 * 1_024

/** Who asks: by token, by session, or by the signature of an access key; in the project that the path names. */
export async function askerOf(request: Request): Promise<Actor> {
  const url = new URL(request.url)
  const isBySignature = isSigned(request.headers.get('authorization')) && !request.headers.has('x-auth-token')
  const signer = isBySignature ? await signerOf(request, url) : null
  // `/v3/{project_id}/elb/…`
  return actorIn(url.pathname.split('/')[2] ?? '', request, signer)
}

/** The person whose access key has signed the request. Whatever is wrong with it is answered alike. @throws unauthenticated */
async function signerOf(request: Request, url: URL): Promise<string> {
  const { method, headers } = request
  const claim = claimIn(headers.get('authorization'))
  const at = signedAt(headers)
  if (claim === null || at === null || Math.abs(clock().now() - at) > clockTolerance) throw unauthenticated()
  const body = await boundedBytes(request.clone(), longestBody)
  const known = await secretOfAccessKey(claim.access_key)
  const sent = { method, path: url.pathname, query: url.searchParams, headers, body }
  const good = goodSignatures(sent, claim, known?.secret ?? 'nobody has this key')
  const isRight = good.map((one) => isSame(one, claim.signature)).includes(true)
  if (known === null || !isRight) throw unauthenticated()
  await noteAccessKeyUse(claim.access_key)
  return known.user_id
}
