import { type OfferKind, type OfferRows, offers } from 'model/offers/index'
import { answerJson } from '@/server/answer.ts'
import { changeOffer, createOffer, findOffer, listOffers, removeOffer } from '@/server/services/offers.ts'
import { withFields } from '../shared/fields.ts'
import { argumentOf, createInput, rootOf, updateInput } from '../shared/input.ts'
import { type Call, parameter } from '../shared/operation.ts'
import { refuseParameters } from './crud.ts'
import { listed } from './plain-lists.ts'

/** Octavia leaves the plural out of the names of some links. */
const linksName = {
  flavor: 'flavors_links',
  flavor_profile: 'flavorprofile_links',
  availability_zone: 'availability_zones_links',
  availability_zone_profile: 'availability_zone_profile_links',
} as const satisfies Record<OfferKind, string>

/** What is in the path: zones are known by their names. */
const keyName = {
  flavor: 'id',
  flavor_profile: 'id',
  availability_zone: 'name',
  availability_zone_profile: 'id',
} as const satisfies Record<OfferKind, string>

export async function list(kind: OfferKind, call: Call): Promise<Response> {
  const rows: readonly OfferRows[OfferKind][] = await listOffers(call.actor, kind)
  const { collection, fields } = offers[kind]
  return listed(call, rows, { collection, linksName: linksName[kind], key: keyName[kind] as keyof object, fields })
}

export async function show(kind: OfferKind, call: Call): Promise<Response> {
  const row = await findOffer(call.actor, kind, parameter(call, keyName[kind]))
  return answerJson({ [offers[kind].name]: withFields(call.url.searchParams, row) })
}

export async function create(kind: OfferKind, call: Call): Promise<Response> {
  const input = createInput(kind, rootOf(kind, call.body), { argument: argumentOf(kind) })
  return answerJson({ [offers[kind].name]: await createOffer(call.actor, kind, input) }, { status: 201 })
}

export async function update(kind: OfferKind, call: Call): Promise<Response> {
  const patch = updateInput(kind, rootOf(kind, call.body))
  return answerJson({
    [offers[kind].name]: await changeOffer(call.actor, kind, parameter(call, keyName[kind]), patch),
  })
}

export async function remove(kind: OfferKind, call: Call): Promise<Response> {
  refuseParameters(call, [])
  await removeOffer(call.actor, kind, parameter(call, keyName[kind]))
  return new Response(null, { status: 204 })
}
