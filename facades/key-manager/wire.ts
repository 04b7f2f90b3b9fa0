import type { Container, Secret } from '@/server/services/key-manager.ts'

export type Wire = Readonly<Record<string, unknown>>

export function secretWire(base: string, row: Secret): Wire {
  return {
    secret_ref: `${base}/secrets/${row.id}`,
    name: row.name ?? row.id,
    status: 'ACTIVE',
    secret_type: row.secret_type,
    algorithm: row.algorithm,
    bit_length: row.bit_length,
    mode: row.mode,
    expiration: row.expiration,
    creator_id: row.creator_id,
    created: wireTime(row.created_at),
    updated: wireTime(row.updated_at),
    // As long as there is no payload, the attribute is missing.
    ...(row.payload_content_type !== null && { content_types: { default: row.payload_content_type } }),
  }
}

/** Who uses it stands among its consumers, as Octavia would register itself there. */
export function containerWire(base: string, row: Container): Wire {
  const balancers = new Map(row.used_by.map((one) => [one.loadbalancer_id, one.loadbalancer_name]))
  return {
    container_ref: `${base}/containers/${row.id}`,
    name: row.name ?? row.id,
    type: row.type,
    status: 'ACTIVE',
    secret_refs: row.secret_refs.map(({ name, secret_id }) => ({ name, secret_ref: `${base}/secrets/${secret_id}` })),
    consumers: [...balancers.keys()].map((id) => ({
      name: 'Octavia',
      URL: `${base.replace(/\/key-manager\/v1$/, '')}/load-balancer/v2/lbaas/loadbalancers/${id}`,
    })),
    creator_id: row.creator_id,
    created: wireTime(row.created_at),
    updated: wireTime(row.updated_at),
  }
}

/** `2026-11-21T00:09:52`: without a zone, and meant as UTC. */
function wireTime(moment: string): string {
  return moment.slice(0, 19)
}
