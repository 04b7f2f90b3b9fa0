import {
  type CertificateReference,
  type certificateReferences,
  referencesOfListener,
  referencesOfPool,
} from 'model/certificate/references'
import type { Certificate, CertificateUse } from 'model/resources/certificate'
import { inChunks } from './chunks.ts'
import type { Transaction } from './client.ts'

/** What is kept besides what it says. */
export type CertificateSecrets = {
  /** The certificate and its chain, the authorities, or the lists. */
  readonly pem: string
  /** Null where there is no key. */
  readonly sealed_key: string | null
}
export type StoredCertificate = Certificate & CertificateSecrets

type Row = Awaited<ReturnType<Transaction['certificate']['findMany']>>[number]

// The JSON columns were written from rows of exactly this type; prisma/parity.test.ts keeps columns and attributes equal.
const stored = (row: Row) => row as unknown as StoredCertificate
const columns = (row: Partial<StoredCertificate>) => row as unknown as Row & { server_names: string[]; chain: object[] }

/** The certificates of a project, or of all; the oldest first. */
export async function findCertificates(
  transaction: Transaction,
  where: { readonly project_id?: string },
): Promise<StoredCertificate[]> {
  const rows = await transaction.certificate.findMany({ where, orderBy: [{ created_at: 'asc' }, { id: 'asc' }] })
  return rows.map(stored)
}

export async function findCertificate(transaction: Transaction, id: string): Promise<StoredCertificate | null> {
  const row = await transaction.certificate.findUnique({ where: { id } })
  return row && stored(row)
}

/** Those of these ids that are there. */
export async function certificatesById(
  transaction: Transaction,
  ids: readonly string[],
): Promise<Map<string, StoredCertificate>> {
  const rows = await inChunks(ids, (some) => transaction.certificate.findMany({ where: { id: { in: some } } }))
  return new Map(rows.map((row) => [row.id, stored(row)]))
}

export async function insertCertificate(transaction: Transaction, row: StoredCertificate): Promise<void> {
  await transaction.certificate.create({ data: columns(row) })
}

export async function updateCertificateRow(
  transaction: Transaction,
  id: string,
  values: Partial<StoredCertificate>,
): Promise<void> {
  await transaction.certificate.update({ where: { id }, data: columns(values) })
}

export async function deleteCertificate(transaction: Transaction, id: string): Promise<void> {
  await transaction.certificate.delete({ where: { id } })
}

/** A use, and the reference as it was written. */
export type StoredUse = CertificateUse & { readonly reference: string }

const owner = { id: true, name: true, load_balancer: { select: { id: true, name: true } } } as const
const inOrder = [{ created_at: 'asc' }, { id: 'asc' }] as const

/** Where certificates are referred to, in a project or in all; what is on its way out counts no more. */
export async function certificateUses(
  transaction: Transaction,
  where: { readonly project_id?: string },
): Promise<StoredUse[]> {
  const listeners = await transaction.listener.findMany({
    where: { ...where, protocol: 'TERMINATED_HTTPS', removed_in: null },
    select: {
      ...owner,
      protocol_port: true,
      default_tls_container_ref: true,
      sni_container_refs: true,
      client_ca_tls_container_ref: true,
      client_crl_container_ref: true,
    },
    orderBy: [...inOrder],
  })
  const pools = await transaction.pool.findMany({
    where: {
      ...where,
      removed_in: null,
      OR: [isNamed('tls_container_ref'), isNamed('ca_tls_container_ref'), isNamed('crl_container_ref')],
    },
    select: { ...owner, tls_container_ref: true, ca_tls_container_ref: true, crl_container_ref: true },
    orderBy: [...inOrder],
  })
  return [
    ...listeners.flatMap((row) => usesOf({ ...row, kind: 'listener' }, referencesOfListener(row))),
    ...pools.flatMap((row) => usesOf({ ...row, kind: 'pool', protocol_port: null }, referencesOfPool(row))),
  ]
}

function isNamed(attribute: keyof typeof certificateReferences.pool) {
  return { [attribute]: { not: null } }
}

type Owner = Pick<CertificateUse, 'kind' | 'id' | 'name' | 'protocol_port'> & {
  readonly load_balancer: { readonly id: string; readonly name: string }
}

function usesOf(
  { load_balancer, kind, id, name, protocol_port }: Owner,
  all: readonly CertificateReference[],
): StoredUse[] {
  return all.map(({ attribute, reference }) => ({
    loadbalancer_id: load_balancer.id,
    loadbalancer_name: load_balancer.name,
    kind,
    id,
    name,
    protocol_port,
    attribute,
    reference,
  }))
}
