import { answerJson } from '@/server/answer.ts'
import {
  createContainer,
  createSecret,
  fillSecret,
  listContainers,
  listSecrets,
  payloadOf,
  removeContainer,
  removeSecret,
  showContainer,
  showSecret,
} from '@/server/services/key-manager.ts'
import { boundedBytes } from '../shared/body.ts'
import { type Call, type OpenCall, type Operation, parameter } from '../shared/operation.ts'
import { publicOrigin } from '../shared/origin.ts'
import { parsed } from '../shared/parse.ts'
import { containerBody, longestPayload, payloadIn, rawPayload, secretBody } from './bodies.ts'
import { page } from './pages.ts'
import { containerWire, secretWire } from './wire.ts'

const gone = () => new Response(null, { status: 204 })

function baseOf({ request }: OpenCall): string {
  return `${publicOrigin(request)}/key-manager/v1`
}

async function listVersions(call: OpenCall): Promise<Response> {
  const links = [{ rel: 'self', href: `${baseOf(call)}/` }]
  return answerJson({ versions: { values: [{ id: 'v1', status: 'stable', links }] } })
}

async function showVersion(call: OpenCall): Promise<Response> {
  const links = [{ rel: 'self', href: `${baseOf(call)}/` }]
  return answerJson({ version: { id: 'v1', status: 'stable', links } })
}

async function listAllSecrets(call: Call): Promise<Response> {
  const base = baseOf(call)
  const rows = (await listSecrets(call.actor)).map((row) => secretWire(base, row))
  return answerJson(page(call.url, { collection: 'secrets', base, rows }))
}

async function storeSecret(call: Call): Promise<Response> {
  const given = parsed(secretBody, call.body)
  const { name = null, secret_type, algorithm = null, bit_length = null, mode = null, expiration = null } = given
  const wish = { name: name || null, algorithm, bit_length, mode, expiration, payload: payloadIn(given) }
  const id = await createSecret(call.actor, { ...wish, secret_type: secret_type ?? 'opaque' })
  return answerJson({ secret_ref: `${baseOf(call)}/secrets/${id}` }, { status: 201 })
}

async function showOneSecret(call: Call): Promise<Response> {
  return answerJson(secretWire(baseOf(call), await showSecret(call.actor, parameter(call, 'secret_id'))))
}

async function tellPayload(call: Call): Promise<Response> {
  const { content_type, bytes } = await payloadOf(call.actor, parameter(call, 'secret_id'))
  return new Response(new Uint8Array(bytes), { headers: { 'content-type': content_type } })
}

async function fillOneSecret(call: Call): Promise<Response> {
  const payload = rawPayload(call.request.headers, await boundedBytes(call.request, longestPayload))
  await fillSecret(call.actor, parameter(call, 'secret_id'), payload)
  return gone()
}

async function removeOneSecret(call: Call): Promise<Response> {
  await removeSecret(call.actor, parameter(call, 'secret_id'))
  return gone()
}

async function listAllContainers(call: Call): Promise<Response> {
  const base = baseOf(call)
  const rows = (await listContainers(call.actor)).map((row) => containerWire(base, row))
  return answerJson(page(call.url, { collection: 'containers', base, rows }))
}

async function storeContainer(call: Call): Promise<Response> {
  const { name, type, secret_refs } = parsed(containerBody, call.body)
  const id = await createContainer(call.actor, {
    name: name || null,
    type,
    secret_refs: secret_refs.map((one) => ({ name: one.name, secret_id: one.secret_ref })),
  })
  return answerJson({ container_ref: `${baseOf(call)}/containers/${id}` }, { status: 201 })
}

async function showOneContainer(call: Call): Promise<Response> {
  return answerJson(containerWire(baseOf(call), await showContainer(call.actor, parameter(call, 'container_id'))))
}

async function removeOneContainer(call: Call): Promise<Response> {
  await removeContainer(call.actor, parameter(call, 'container_id'))
  return gone()
}

/** Secrets and containers, as far as load balancers need them. */
export const operations = [
  {
    method: 'GET',
    path: '/',
    deed: 'anyone',
    takes: 'nothing',
    summary: 'List the versions of this API',
    run: listVersions,
  },
  { method: 'GET', path: '/v1', deed: 'anyone', takes: 'nothing', summary: 'Show the version', run: showVersion },
  { method: 'GET', path: '/v1/secrets', deed: 'read', takes: 'nothing', summary: 'List secrets', run: listAllSecrets },
  {
    method: 'POST',
    path: '/v1/secrets',
    deed: 'change',
    takes: 'json',
    accepts: secretBody,
    summary: 'Store a secret; a PKCS #12 file, authorities or a revocation list become a certificate of the same id',
    run: storeSecret,
  },
  {
    method: 'GET',
    path: '/v1/secrets/{secret_id}',
    deed: 'read',
    takes: 'nothing',
    summary: 'Show a secret, without its payload',
    run: showOneSecret,
  },
  {
    method: 'PUT',
    path: '/v1/secrets/{secret_id}',
    deed: 'change',
    takes: 'nothing',
    summary: 'Give a secret its payload',
    run: fillOneSecret,
  },
  {
    method: 'DELETE',
    path: '/v1/secrets/{secret_id}',
    deed: 'change',
    takes: 'nothing',
    summary: 'Delete a secret and the certificate that was made of it',
    run: removeOneSecret,
  },
  {
    method: 'GET',
    path: '/v1/secrets/{secret_id}/payload',
    deed: 'read',
    takes: 'nothing',
    gives: 'bytes',
    summary: 'Read the payload of a secret that is public: certificates, revocation lists, public keys',
    run: tellPayload,
  },
  {
    method: 'GET',
    path: '/v1/containers',
    deed: 'read',
    takes: 'nothing',
    summary: 'List containers',
    run: listAllContainers,
  },
  {
    method: 'POST',
    path: '/v1/containers',
    deed: 'change',
    takes: 'json',
    accepts: containerBody,
    summary: 'Put secrets together; those of a certificate become a certificate of the same id',
    run: storeContainer,
  },
  {
    method: 'GET',
    path: '/v1/containers/{container_id}',
    deed: 'read',
    takes: 'nothing',
    summary: 'Show a container, its secrets and what uses it',
    run: showOneContainer,
  },
  {
    method: 'DELETE',
    path: '/v1/containers/{container_id}',
    deed: 'change',
    takes: 'nothing',
    summary: 'Delete a container and the certificate that was made of it',
    run: removeOneContainer,
  },
] as const satisfies readonly Operation[]
