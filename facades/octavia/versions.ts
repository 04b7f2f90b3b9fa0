type Published = {
  /** When the version was published. */
  readonly updated: string
  /** What it brought, and we have: an attribute, `listener/tags`, or an operation, `GET /v2/lbaas/flavors`; null for nothing that shows. */
  readonly brought: string | null
}

/** The minor versions of Octavia's API. Clients read from them which attributes they may send. */
export const published = {
  'v2.0': { updated: '2016-12-11T00:00:00Z', brought: 'GET /v2/lbaas/loadbalancers' },
  'v2.1': { updated: '2018-04-20T00:00:00Z', brought: 'listener/timeout_client_data' },
  'v2.2': { updated: '2018-07-31T00:00:00Z', brought: null },
  'v2.3': { updated: '2018-12-18T00:00:00Z', brought: 'load_balancer/flavor_id' },
  'v2.4': { updated: '2018-12-19T00:00:00Z', brought: 'GET /v2/octavia/amphorae/{id}/stats' },
  'v2.5': { updated: '2019-01-21T00:00:00Z', brought: 'load_balancer/tags' },
  'v2.6': { updated: '2019-01-25T00:00:00Z', brought: 'GET /v2/lbaas/flavors' },
  'v2.7': { updated: '2018-01-25T12:00:00Z', brought: 'PUT /v2/octavia/amphorae/{id}/config' },
  'v2.8': { updated: '2019-02-12T00:00:00Z', brought: 'listener/client_authentication' },
  'v2.9': { updated: '2019-03-04T00:00:00Z', brought: 'l7_policy/redirect_http_code' },
  'v2.10': { updated: '2019-03-05T00:00:00Z', brought: 'health_monitor/domain_name' },
  'v2.11': { updated: '2019-06-24T00:00:00Z', brought: 'PUT /v2/lbaas/pools/{pool_id}/members' },
  'v2.12': { updated: '2019-09-11T00:00:00Z', brought: 'listener/allowed_cidrs' },
  'v2.13': { updated: '2019-09-13T00:00:00Z', brought: 'pool/lb_algorithm' },
  'v2.14': { updated: '2019-11-10T00:00:00Z', brought: 'GET /v2/lbaas/availabilityzones' },
  'v2.15': { updated: '2020-03-10T00:00:00Z', brought: 'listener/tls_ciphers' },
  'v2.16': { updated: '2020-03-15T00:00:00Z', brought: 'health_monitor/type' },
  'v2.17': { updated: '2020-04-29T00:00:00Z', brought: 'listener/tls_versions' },
  'v2.18': { updated: '2020-04-29T01:00:00Z', brought: 'pool/tls_versions' },
  'v2.19': { updated: '2020-05-12T00:00:00Z', brought: 'quota/l7_policy' },
  'v2.20': { updated: '2020-08-02T00:00:00Z', brought: 'listener/alpn_protocols' },
  'v2.21': { updated: '2020-09-03T00:00:00Z', brought: 'DELETE /v2/octavia/amphorae/{id}' },
  'v2.22': { updated: '2020-09-04T00:00:00Z', brought: 'pool/protocol' },
  'v2.23': { updated: '2020-09-07T00:00:00Z', brought: 'listener/protocol' },
  'v2.24': { updated: '2020-10-15T00:00:00Z', brought: 'pool/alpn_protocols' },
  'v2.25': { updated: '2021-10-02T00:00:00Z', brought: 'listener/protocol' },
  'v2.26': { updated: '2022-08-29T00:00:00Z', brought: 'load_balancer/additional_vips' },
  'v2.27': { updated: '2023-05-05T00:00:00Z', brought: 'listener/hsts_max_age' },
  'v2.28': { updated: '2023-11-08T00:00:00Z', brought: 'load_balancer/vip_vnic_type' },
  'v2.29': { updated: '2024-10-15T00:00:00Z', brought: 'load_balancer/vip_sg_ids' },
  'v2.30': { updated: '2025-02-26T00:00:00Z', brought: 'member/request_sriov' },
} as const satisfies Record<string, Published>

/** The document at the root: every minor version with the same link, the newest CURRENT. */
export function versionDocument(base: string): object {
  const entries = Object.entries(published)
  return {
    versions: entries.map(([id, { updated }], at) => ({
      id,
      status: at === entries.length - 1 ? 'CURRENT' : 'SUPPORTED',
      updated,
      links: [{ rel: 'self', href: `${base}/v2` }],
    })),
  }
}
