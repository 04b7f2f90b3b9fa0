import { DomainError } from 'model/errors'
import { answerJson } from '@/server/answer.ts'
import type { Actor } from '@/server/services/actor.ts'
import { listFloatingIps } from '@/server/services/floating-ips.ts'
import { listNetworks, listPorts, listSubnets } from '@/server/services/networks.ts'
import { withFields } from '../shared/fields.ts'
import { type Call, type OpenCall, type Operation, parameter } from '../shared/operation.ts'
import { publicOrigin } from '../shared/origin.ts'
import { filtered } from './filters.ts'
import { floatingIpWire, networkWire, portWire, subnetWire, type Wire } from './wire.ts'
import { writes } from './writes.ts'

type Collection = {
  readonly name: string
  readonly plural: string
  /** Its name in sentences. */
  readonly title: string
  readonly all: (actor: Actor) => Promise<Wire[]>
}

const collections = [
  {
    name: 'network',
    plural: 'networks',
    title: 'Network',
    all: async (actor) => (await listNetworks(actor)).map(networkWire),
  },
  {
    name: 'subnet',
    plural: 'subnets',
    title: 'Subnet',
    all: async (actor) => (await listSubnets(actor)).map(subnetWire),
  },
  { name: 'port', plural: 'ports', title: 'Port', all: async (actor) => (await listPorts(actor)).map(portWire) },
  {
    name: 'floatingip',
    plural: 'floatingips',
    title: 'Floating IP',
    all: async (actor) => (await listFloatingIps(actor)).map(floatingIpWire),
  },
] as const satisfies readonly Collection[]

/** Every operation of the network API: what creating load balancers needs, and floating IPs. */
export const operations: readonly Operation[] = [
  {
    method: 'GET',
    path: '/',
    deed: 'anyone',
    takes: 'nothing',
    summary: 'List the versions of this API',
    run: listVersions,
  },
  {
    method: 'GET',
    path: '/v2.0',
    deed: 'anyone',
    takes: 'nothing',
    summary: 'List the resources of the version',
    run: listResourcesOfVersion,
  },
  ...collections.flatMap(reading),
  ...writes,
]

function reading(collection: Collection): Operation[] {
  const path = `/v2.0/${collection.plural}`
  return [
    {
      method: 'GET',
      path,
      deed: 'look',
      takes: 'nothing',
      summary: `List ${collection.title.toLowerCase().replace('ip', 'IP')}s`,
      run: (call) => list(collection, call),
    },
    {
      method: 'GET',
      path: `${path}/{id}`,
      deed: 'look',
      takes: 'nothing',
      summary: `Show a ${collection.title.toLowerCase().replace('ip', 'IP')}`,
      run: (call) => show(collection, call),
    },
  ]
}

async function listVersions({ request }: OpenCall): Promise<Response> {
  const links = [{ rel: 'self', href: `${publicOrigin(request)}/network/v2.0/` }]
  return answerJson({ versions: [{ id: 'v2.0', status: 'CURRENT', links }] })
}

async function listResourcesOfVersion({ request }: OpenCall): Promise<Response> {
  const base = `${publicOrigin(request)}/network/v2.0`
  const resources = collections.map(({ name, plural }) => ({
    name,
    collection: plural,
    links: [{ rel: 'self', href: `${base}/${plural}` }],
  }))
  return answerJson({ resources })
}

async function list(collection: Collection, call: Call): Promise<Response> {
  const query = call.url.searchParams
  const objects = filtered(query, await collection.all(call.actor))
  return answerJson({ [collection.plural]: objects.map((one) => withFields(query, one)) })
}

async function show(collection: Collection, call: Call): Promise<Response> {
  const id = parameter(call, 'id')
  const found = (await collection.all(call.actor)).find((one) => one['id'] === id)
  if (!found) throw new DomainError('not_found', `${collection.title} ${id} could not be found.`)
  return answerJson({ [collection.name]: withFields(call.url.searchParams, found) })
}
