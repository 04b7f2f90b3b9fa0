import type { OfferKind, OfferRows } from 'model/offers/index'
import type { Transaction } from './client.ts'

type Columns = Readonly<Record<string, unknown>>
/** What is used of Prisma's tables of offers, which are alike but for their columns. */
type Table<K extends OfferKind> = {
  findMany(query: { where?: Columns; orderBy?: readonly Columns[] }): Promise<OfferRows[K][]>
  create(query: { data: Columns }): Promise<unknown>
  updateMany(query: { where: Columns; data: Columns }): Promise<unknown>
  deleteMany(query: { where: Columns }): Promise<unknown>
}

function tableOf<K extends OfferKind>(transaction: Transaction, kind: K): Table<K> {
  const tables = {
    flavor: transaction.flavor,
    flavor_profile: transaction.flavorProfile,
    availability_zone: transaction.availabilityZone,
    availability_zone_profile: transaction.availabilityZoneProfile,
  }
  // What is read was written from rows of exactly this type; prisma/parity.test.ts keeps the columns and the attributes equal.
  return tables[kind] as unknown as Table<K>
}

/** By which attribute a row is known. */
export const keyOf = {
  flavor: 'id',
  flavor_profile: 'id',
  availability_zone: 'name',
  availability_zone_profile: 'id',
} as const satisfies Record<OfferKind, 'id' | 'name'>

/** All rows of a kind, by name. There are as many as administrators have written. */
export async function allOffers<K extends OfferKind>(transaction: Transaction, kind: K): Promise<OfferRows[K][]> {
  const order = keyOf[kind] === 'name' ? [{ name: 'asc' }] : [{ name: 'asc' }, { id: 'asc' }]
  return tableOf(transaction, kind).findMany({ orderBy: order })
}

export async function findOffer<K extends OfferKind>(
  transaction: Transaction,
  kind: K,
  key: string,
): Promise<OfferRows[K] | null> {
  const [row] = await tableOf(transaction, kind).findMany({ where: { [keyOf[kind]]: key } })
  return row ?? null
}

export async function isNameTaken(transaction: Transaction, kind: OfferKind, name: string): Promise<boolean> {
  return (await tableOf(transaction, kind).findMany({ where: { name } })).length > 0
}

export async function saveOffer<K extends OfferKind>(
  transaction: Transaction,
  kind: K,
  row: OfferRows[K],
): Promise<void> {
  await tableOf(transaction, kind).create({ data: row })
}

export async function changeOffer<K extends OfferKind>(
  transaction: Transaction,
  kind: K,
  { key, patch }: { readonly key: string; readonly patch: Partial<OfferRows[K]> },
): Promise<void> {
  if (Object.keys(patch).length === 0) return
  await tableOf(transaction, kind).updateMany({ where: { [keyOf[kind]]: key }, data: patch })
}

export async function deleteOffer(transaction: Transaction, kind: OfferKind, key: string): Promise<void> {
  await tableOf(transaction, kind).deleteMany({ where: { [keyOf[kind]]: key } })
}

/** Whether something stands on it: a flavor on a profile, a load balancer on a flavor. */
export async function isOfferInUse(transaction: Transaction, kind: OfferKind, key: string): Promise<boolean> {
  const users = {
    flavor: () => transaction.loadBalancer.count({ where: { flavor_id: key } }),
    availability_zone: () => transaction.loadBalancer.count({ where: { availability_zone: key } }),
    flavor_profile: () => transaction.flavor.count({ where: { flavor_profile_id: key } }),
    availability_zone_profile: () =>
      transaction.availabilityZone.count({ where: { availability_zone_profile_id: key } }),
  } as const satisfies Record<OfferKind, () => Promise<number>>
  return (await users[kind]()) > 0
}
