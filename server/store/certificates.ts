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

/** Where certificates are referred to, in a project or in all; what is on its way out counts no more. */
export async function certificateUses(
  transaction: Transaction,
  where: { readonly project_id?: string },
): Promise<StoredUse[]> {
  const rows = await transaction.listener.findMany({
    where: { ...where, protocol: 'TERMINATED_HTTPS', removed_in: null },
    select: {
      id: true,
      name: true,
      protocol_port: true,
      default_tls_container_ref: true,
      sni_container_refs: true,
      load_balancer: { select: { id: true, name: true } },
    },
    orderBy: [{ created_at: 'asc' }, { id: 'asc' }],
  })
  return rows.flatMap(({ default_tls_container_ref, sni_container_refs, load_balancer, ...listener }) => {
    const use = {
      ...listener,
      kind: 'listener' as const,
      loadbalancer_id: load_balancer.id,
      loadbalancer_name: load_balancer.name,
    }
    // Written as a list of texts.
    const names = (sni_container_refs as string[]).map((reference) => ({
      ...use,
      attribute: 'sni_container_refs',
      reference,
    }))
    if (default_tls_container_ref === null) return names
    return [{ ...use, attribute: 'default_tls_container_ref', reference: default_tls_container_ref }, ...names]
  })
}
