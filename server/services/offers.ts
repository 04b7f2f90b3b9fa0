import { DomainError, type Issue } from 'model/errors'
import { collectionOf, type Graph } from 'model/graph/graph'
import { createSchema, updateSchema } from 'model/kit/resource'
import { flavorCapabilities, flavorData, zoneData } from 'model/offers/capabilities'
import { type OfferKind, type OfferRows, offers } from 'model/offers/index'
import { resources } from 'model/resources/index'
import type { z } from 'zod'
import { database, inTransaction, type Transaction } from '../store/client.ts'
import {
  allOffers,
  deleteOffer,
  findOffer as findStored,
  isNameTaken,
  isOfferInUse,
  keyOf,
  saveOffer,
  changeOffer as writeOffer,
} from '../store/offers.ts'
import { lockWriters } from '../store/revisions.ts'
import type { Actor } from './actor.ts'
import { newId } from './ids.ts'
import { accepted, parsed } from './parse.ts'
import { allow } from './policy.ts'
import { refuseIf } from './refusals.ts'

// Flavors and availability zones, and the profiles behind them. The sentences are Octavia's (reference: API contract, sections 7 and 11).

/** The one provider that there is. */
export const provider = 'fulcrum'

type Row = Readonly<Record<string, unknown>>
type OfferRules = {
  /** Who may see them: flavors and zones are for everybody to choose. */
  readonly deed: 'look' | 'administer'
  /** The attribute that holds JSON, and what that may say. */
  readonly data: { readonly attribute: string; readonly schema: z.ZodType } | null
  /** The kind of the profile that it needs, and the attribute that names it. */
  readonly profile: { readonly kind: OfferKind; readonly attribute: string } | null
  readonly isNameUnique: boolean
  /** What can not change while it is in use. */
  readonly heldWhileInUse: readonly string[]
}

const rules = {
  flavor: {
    deed: 'look',
    data: null,
    profile: { kind: 'flavor_profile', attribute: 'flavor_profile_id' },
    isNameUnique: true,
    heldWhileInUse: [],
  },
  flavor_profile: {
    deed: 'administer',
    data: { attribute: 'flavor_data', schema: flavorData },
    profile: null,
    isNameUnique: false,
    heldWhileInUse: ['flavor_data', 'provider_name'],
  },
  availability_zone: {
    deed: 'look',
    data: null,
    profile: { kind: 'availability_zone_profile', attribute: 'availability_zone_profile_id' },
    isNameUnique: true,
    heldWhileInUse: [],
  },
  availability_zone_profile: {
    deed: 'administer',
    data: { attribute: 'availability_zone_data', schema: zoneData },
    profile: null,
    isNameUnique: false,
    heldWhileInUse: ['availability_zone_data', 'provider_name'],
  },
} as const satisfies Record<OfferKind, OfferRules>

const schemas = Object.fromEntries(
  Object.entries(offers).map(([kind, offer]) => [kind, { create: createSchema(offer), update: updateSchema(offer) }]),
) as unknown as { readonly [K in OfferKind]: { readonly create: z.ZodType<Row>; readonly update: z.ZodType<Row> } }

/** Every one of a kind, by name. */
export async function listOffers<K extends OfferKind>(actor: Actor, kind: K): Promise<OfferRows[K][]> {
  allow(actor, rules[kind].deed, actor.project_id)
  return allOffers(database(), kind)
}

/** One by its id, a zone by its name. @throws not_found */
export async function findOffer<K extends OfferKind>(actor: Actor, kind: K, key: string): Promise<OfferRows[K]> {
  allow(actor, rules[kind].deed, actor.project_id)
  return offerOr404(database(), kind, key)
}

/** @throws invalid, unsupported for settings that the provider does not know, conflict for a name that is taken */
export async function createOffer<K extends OfferKind>(actor: Actor, kind: K, input: unknown): Promise<OfferRows[K]> {
  allow(actor, 'administer', null)
  const values = accepted(parsed(schemas[kind].create, input))
  refuseUnknownProvider(values)
  refuseData(kind, values)
  const row = { ...(keyOf[kind] === 'id' && { id: newId() }), ...values } as unknown as OfferRows[K]
  return inTransaction(async (transaction) => {
    await lockWriters(transaction)
    await refuseUnknownProfile(transaction, kind, values)
    await refuseTakenName(transaction, kind, row.name)
    await saveOffer(transaction, kind, row)
    return row
  })
}

/** @throws invalid, unsupported, not_found, conflict for what is in use */
export async function changeOffer<K extends OfferKind>(
  actor: Actor,
  kind: K,
  key: string,
  input: unknown,
): Promise<OfferRows[K]> {
  allow(actor, 'administer', null)
  const patch = accepted(parsed(schemas[kind].update, input)) as Partial<OfferRows[K]>
  refuseUnknownProvider(patch)
  refuseData(kind, patch)
  return inTransaction(async (transaction) => {
    await lockWriters(transaction)
    const before = await offerOr404(transaction, kind, key)
    const after = { ...before, ...patch }
    const held: readonly string[] = rules[kind].heldWhileInUse
    if (Object.keys(patch).some((name) => held.includes(name))) await refuseInUse(transaction, kind, key)
    if (after.name !== before.name) await refuseTakenName(transaction, kind, after.name)
    await writeOffer(transaction, kind, { key, patch })
    return after
  })
}

/** @throws not_found, conflict for what is in use */
export async function removeOffer(actor: Actor, kind: OfferKind, key: string): Promise<void> {
  allow(actor, 'administer', null)
  await inTransaction(async (transaction) => {
    await lockWriters(transaction)
    await offerOr404(transaction, kind, key)
    await refuseInUse(transaction, kind, key)
    await deleteOffer(transaction, kind, key)
  })
}

async function offerOr404<K extends OfferKind>(transaction: Transaction, kind: K, key: string): Promise<OfferRows[K]> {
  const row = await findStored(transaction, kind, key)
  if (row === null) throw new DomainError('not_found', `${offers[kind].title} ${key} not found.`)
  return row
}

async function refuseInUse(transaction: Transaction, kind: OfferKind, key: string): Promise<void> {
  if (!(await isOfferInUse(transaction, kind, key))) return
  throw new DomainError('conflict', `${offers[kind].title} ${key} is in use and cannot be modified.`)
}

async function refuseTakenName(transaction: Transaction, kind: OfferKind, name: string): Promise<void> {
  if (!rules[kind].isNameUnique || !(await isNameTaken(transaction, kind, name))) return
  const message = `A ${offers[kind].title.toLowerCase()} of ${name} already exists.`
  throw new DomainError('conflict', message, [{ about: 'name', message, code: 'conflict' }])
}

function refuseUnknownProvider(values: object): void {
  if (!('provider_name' in values) || values.provider_name === provider) return
  throw invalid('provider_name', `Provider '${String(values.provider_name)}' is not enabled.`)
}

/** What is no JSON is refused in Octavia's words, and what the provider can't do as it refuses that: 501. */
function refuseData(kind: OfferKind, values: Row): void {
  const { data }: OfferRules = rules[kind]
  const text = data === null ? undefined : values[data.attribute]
  if (data === null || typeof text !== 'string') return
  const read = data.schema.safeParse(jsonOf(text, data.attribute))
  if (read.success) return
  const issues = read.error.issues.map(
    ({ path, message }): Issue => ({
      about: data.attribute,
      message: `Provider '${provider}' does not support a requested option: ${[...path.map(String), message].join(': ')}`,
      code: 'unsupported',
    }),
  )
  refuseIf(issues)
}

function jsonOf(text: string, attribute: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw invalid(attribute, `${text} is not a valid option for ${attribute}`)
  }
}

async function refuseUnknownProfile(transaction: Transaction, kind: OfferKind, values: Row): Promise<void> {
  const { profile }: OfferRules = rules[kind]
  if (profile === null) return
  const id = String(values[profile.attribute])
  if ((await findStored(transaction, profile.kind, id)) !== null) return
  throw invalid(profile.attribute, `Validation failure: Invalid ${profile.attribute}.`)
}

/** Whether a new load balancer may have the flavor and be in the zone, and a VIP in the network. */
export async function offerIssues(
  transaction: Transaction,
  chosen: { readonly flavor_id: string | null; readonly availability_zone: string | null },
): Promise<Issue[]> {
  const { flavor_id, availability_zone } = chosen
  return [
    ...(flavor_id === null
      ? []
      : choiceIssues(await findStored(transaction, 'flavor', flavor_id), {
          about: 'flavor_id',
          unknown: 'Validation failure: Invalid flavor_id.',
          disabled: `The selected flavor is not allowed in this deployment: ${flavor_id}`,
        })),
    ...(availability_zone === null
      ? []
      : choiceIssues(await findStored(transaction, 'availability_zone', availability_zone), {
          about: 'availability_zone',
          unknown: 'Validation failure: Invalid availability zone.',
          disabled: `The selected availability zone is not allowed in this deployment: ${availability_zone}`,
        })),
  ]
}

type Refusals = { readonly about: string; readonly unknown: string; readonly disabled: string }

function choiceIssues(row: { readonly enabled: boolean } | null, { about, unknown, disabled }: Refusals): Issue[] {
  if (row?.enabled) return []
  return [{ about, message: row === null ? unknown : disabled, code: 'invalid' }]
}

/** Refuses a VIP from a network that the zone does not have. */
export async function refuseOtherNetwork(
  transaction: Transaction,
  availability_zone: string | null,
  vip_network_id: string | null,
): Promise<void> {
  if (availability_zone === null || vip_network_id === null) return
  const zone = await findStored(transaction, 'availability_zone', availability_zone)
  const profile =
    zone && (await findStored(transaction, 'availability_zone_profile', zone.availability_zone_profile_id))
  const { valid_vip_networks } = zoneData.parse(JSON.parse(profile?.availability_zone_data ?? '{}'))
  if (valid_vip_networks === undefined || valid_vip_networks.includes(vip_network_id)) return
  const why = 'Supplied VIP network_id is not allowed by the configuration of this deployment.'
  throw invalid('vip_network_id', `Validation failure: ${why}`)
}

/** Refuses a load balancer that would have more of something than its flavor allows. Less, or as much as before, always passes. @throws over_quota */
export async function refuseBeyondFlavor(transaction: Transaction, before: Graph | null, after: Graph): Promise<void> {
  const { flavor_id } = after.load_balancer
  const flavor = flavor_id === null ? null : await findStored(transaction, 'flavor', flavor_id)
  const profile = flavor && (await findStored(transaction, 'flavor_profile', flavor.flavor_profile_id))
  if (!flavor || !profile) return
  const limits = flavorData.parse(JSON.parse(profile.flavor_data))
  for (const [name, { limits: kind }] of Object.entries(flavorCapabilities)) {
    const limit = limits[name as keyof typeof flavorCapabilities]
    const count = after[collectionOf[kind]].length
    const old = before === null ? 0 : before[collectionOf[kind]].length
    if (limit === undefined || count <= limit || count <= old) continue
    const message = `The flavor ${flavor.name} allows ${limit} of this kind on one load balancer: ${resources[kind].title}`
    throw new DomainError('over_quota', message, [{ about: '', message, code: 'over_quota' }])
  }
}

function invalid(about: string, message: string): DomainError {
  return new DomainError('invalid', message, [{ about, message, code: 'invalid' }])
}
