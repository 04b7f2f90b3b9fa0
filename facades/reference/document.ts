import { deeds } from 'model/access/roles'
import { type OfferKind, offers } from 'model/offers/index'
import { type ResourceKind, resources } from 'model/resources/index'
import type { Operation } from '../shared/operation.ts'
import type { Dialect } from './dialects.ts'
import { administeredSchemas, type Exchange, identitySchemas, keyManagerSchemas, networkSchemas } from './exchanges.ts'
import {
  answerObject,
  createBody,
  type DeclaredKind,
  offerObject,
  reference,
  type Schema,
  schemaName,
  treeSchemas,
  updateBody,
} from './schemas.ts'

/** Everything that can be asked of this server, as an OpenAPI 3.1 document: made from the tables that answer the requests. */
export function openApiDocument(origin: string, dialects: readonly Dialect[]): Schema {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Fulcrum',
      version: '1',
      description:
        'The APIs of Fulcrum. Sign in with POST /identity/v3/auth/tokens; the answer’s X-Subject-Token is the X-Auth-Token of every other request.',
    },
    servers: [{ url: origin }],
    tags: dialects.map(({ tag, about }) => ({ name: tag, description: about })),
    security: [{ token: [] }, { session: [] }],
    paths: paths(dialects),
    components: {
      securitySchemes: {
        token: { type: 'apiKey', in: 'header', name: 'X-Auth-Token', description: 'A token of the identity API.' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'better-auth.session_token',
          description: 'The console’s cookie.',
        },
      },
      schemas: {
        ...resourceSchemas(),
        ...treeSchemas,
        ...networkSchemas,
        ...identitySchemas,
        ...keyManagerSchemas,
        ...administeredSchemas,
        ...faults,
      },
    },
  }
}

function paths(dialects: readonly Dialect[]): Record<string, Record<string, Schema>> {
  const all: Record<string, Record<string, Schema>> = {}
  for (const dialect of dialects) {
    for (const operation of dialect.operations) {
      const path = `${dialect.prefix}${operation.path}`
      all[path] = { ...all[path], [operation.method.toLowerCase()]: operationObject(dialect, operation) }
    }
  }
  return all
}

function operationObject(dialect: Dialect, operation: Operation): Schema {
  const exchange = dialect.exchange(operation)
  const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  return {
    operationId: operationId(dialect, operation),
    tags: [dialect.tag],
    summary: operation.summary,
    description: needed(operation.deed),
    parameters: names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
    ...(operation.deed === 'anyone' && { security: [] }),
    ...(operation.takes === 'json' && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: exchange.sends ?? { type: 'object' } } },
      },
    }),
    responses: responses(dialect, exchange),
  }
}

/** What whoever asks must be allowed. */
function needed(deed: Operation['deed']): string {
  if (deed === 'anyone') return 'For everybody, signed in or not.'
  if (deed === 'signed-in') return 'For everybody who is signed in.'
  return `Needs the right: ${deeds[deed].label}.`
}

/** `get /v2/lbaas/pools/{pool_id}/members` of octavia is `load-balancer.get.v2.lbaas.pools.pool_id.members`. */
function operationId({ prefix }: Dialect, { method, path }: Operation): string {
  const words = path.split('/').map((one) => one.replace(/[{}]/g, ''))
  return [prefix.slice(1), method.toLowerCase(), ...words].filter((one) => one !== '').join('.')
}

function responses({ fault }: Dialect, { status, answers }: Exchange): Record<string, Schema> {
  const isEmpty = status === 204 || (status === 202 && answers === undefined)
  const content = { 'application/json': { schema: answers ?? {} } }
  return {
    [status]: isEmpty ? { description: 'Done.' } : { description: 'The answer.', content },
    default: {
      description: 'A refusal, with what is wrong in words.',
      content: { 'application/json': { schema: reference(fault) } },
    },
  }
}

function resourceSchemas(): Record<string, Schema> {
  const bodies = (kind: DeclaredKind, answer: Schema) => [
    [schemaName(kind), answer],
    [`${schemaName(kind)}Create`, createBody(kind)],
    [`${schemaName(kind)}Update`, updateBody(kind)],
  ]
  return Object.fromEntries([
    ...(Object.keys(resources) as ResourceKind[]).flatMap((kind) => bodies(kind, answerObject(kind))),
    ...(Object.keys(offers) as OfferKind[]).flatMap((kind) => bodies(kind, offerObject(kind))),
  ])
}

const issues: Schema = {
  type: 'array',
  description: 'Every single thing that is wrong, and with what.',
  items: { type: 'object', properties: { about: { type: 'string' }, message: { type: 'string' } } },
}
const text: Schema = { type: 'string' }
/** Whoever is not signed in is answered by Keystone's filter, in its own form. */
const unauthorized = {
  type: 'object',
  properties: { error: { type: 'object', properties: { code: { type: 'integer' }, title: text, message: text } } },
  required: ['error'],
}

const faults: Readonly<Record<string, Schema>> = {
  KeyManagerFault: {
    anyOf: [
      {
        type: 'object',
        properties: { code: { type: 'integer' }, title: text, description: text, issues },
        required: ['code', 'title', 'description'],
      },
      unauthorized,
    ],
  },
  ElbFault: {
    type: 'object',
    properties: { error_code: text, error_msg: text, request_id: text },
    required: ['error_code', 'error_msg', 'request_id'],
  },
  OctaviaFault: {
    anyOf: [
      {
        type: 'object',
        properties: { faultcode: text, faultstring: text, debuginfo: { type: 'null' }, issues },
        required: ['faultcode', 'faultstring', 'debuginfo'],
      },
      { type: 'object', properties: { code: { type: 'integer' }, title: text, description: text }, required: ['code'] },
      unauthorized,
    ],
  },
  NeutronFault: {
    anyOf: [
      {
        type: 'object',
        properties: {
          NeutronError: { type: 'object', properties: { type: text, message: text, detail: text } },
          issues,
        },
        required: ['NeutronError'],
      },
      unauthorized,
    ],
  },
  KeystoneFault: unauthorized,
  ConsoleFault: {
    type: 'object',
    properties: { error: { type: 'object', properties: { code: text, message: text, issues }, required: ['message'] } },
    required: ['error'],
  },
}
