import type { Deed } from 'model/access/roles'
import { type OfferKind, offers } from 'model/offers/index'
import type { Operation } from '../shared/operation.ts'
import * as amphorae from './amphorae.ts'
import * as offered from './offers.ts'
import { listFlavorCapabilities, listProviders, listZoneCapabilities } from './providers.ts'
import * as quotas from './quotas.ts'

/** The five operations of what administrators offer; `seen` is who may look. */
function offerCrud(path: string, kind: OfferKind, seen: Deed): Operation[] {
  const title = offers[kind].title.toLowerCase()
  const article = /^[aeiou]/.test(title) ? 'an' : 'a'
  const one = `${path}/{${kind === 'availability_zone' ? 'name' : 'id'}}`
  return [
    {
      method: 'GET',
      path,
      deed: seen,
      takes: 'nothing',
      summary: `List ${title}s`,
      run: (call) => offered.list(kind, call),
    },
    {
      method: 'POST',
      path,
      deed: 'administer',
      takes: 'json',
      summary: `Create ${article} ${title}`,
      run: (call) => offered.create(kind, call),
    },
    {
      method: 'GET',
      path: one,
      deed: seen,
      takes: 'nothing',
      summary: `Show ${article} ${title}`,
      run: (call) => offered.show(kind, call),
    },
    {
      method: 'PUT',
      path: one,
      deed: 'administer',
      takes: 'json',
      summary: `Update ${article} ${title}`,
      run: (call) => offered.update(kind, call),
    },
    {
      method: 'DELETE',
      path: one,
      deed: 'administer',
      takes: 'nothing',
      summary: `Delete ${article} ${title}`,
      run: (call) => offered.remove(kind, call),
    },
  ]
}

/** What is not about a load balancer: who runs them, what they may choose from, and how many there may be. */
export const administration: readonly Operation[] = [
  {
    method: 'GET',
    path: '/v2/lbaas/providers',
    deed: 'look',
    takes: 'nothing',
    summary: 'List providers',
    run: listProviders,
  },
  {
    method: 'GET',
    path: '/v2/lbaas/providers/{provider}/flavor_capabilities',
    deed: 'administer',
    takes: 'nothing',
    summary: 'List what the JSON of a flavor profile may say',
    run: listFlavorCapabilities,
  },
  {
    method: 'GET',
    path: '/v2/lbaas/providers/{provider}/availability_zone_capabilities',
    deed: 'administer',
    takes: 'nothing',
    summary: 'List what the JSON of an availability zone profile may say',
    run: listZoneCapabilities,
  },
  ...offerCrud('/v2/lbaas/flavors', 'flavor', 'look'),
  ...offerCrud('/v2/lbaas/flavorprofiles', 'flavor_profile', 'administer'),
  ...offerCrud('/v2/lbaas/availabilityzones', 'availability_zone', 'look'),
  ...offerCrud('/v2/lbaas/availabilityzoneprofiles', 'availability_zone_profile', 'administer'),
  {
    method: 'GET',
    path: '/v2/lbaas/quotas',
    deed: 'read_quotas',
    takes: 'nothing',
    summary: 'List projects with limits of their own',
    run: quotas.list,
  },
  {
    method: 'GET',
    path: '/v2/lbaas/quotas/defaults',
    deed: 'look',
    takes: 'nothing',
    summary: 'Show the default limits',
    run: quotas.showDefaults,
  },
  {
    method: 'PUT',
    path: '/v2/lbaas/quotas/defaults',
    deed: 'change_quotas',
    takes: 'json',
    summary: 'Set the default limits',
    run: quotas.updateDefaults,
  },
  {
    method: 'DELETE',
    path: '/v2/lbaas/quotas/defaults',
    deed: 'change_quotas',
    takes: 'nothing',
    summary: 'Remove the default limits',
    run: quotas.resetDefaults,
  },
  {
    method: 'GET',
    path: '/v2/lbaas/quotas/{project_id}',
    deed: 'read_quotas',
    takes: 'nothing',
    summary: 'Show the limits of a project',
    run: quotas.show,
  },
  {
    method: 'PUT',
    path: '/v2/lbaas/quotas/{project_id}',
    deed: 'change_quotas',
    takes: 'json',
    summary: 'Set limits of a project',
    run: quotas.update,
  },
  {
    method: 'DELETE',
    path: '/v2/lbaas/quotas/{project_id}',
    deed: 'change_quotas',
    takes: 'nothing',
    summary: 'Give a project the default limits again',
    run: quotas.reset,
  },
  {
    method: 'GET',
    path: '/v2/lbaas/quotas/{project_id}/default',
    deed: 'look',
    takes: 'nothing',
    summary: 'Show the default limits',
    run: quotas.showDefaults,
  },
  {
    method: 'GET',
    path: '/v2/octavia/amphorae',
    deed: 'administer',
    takes: 'nothing',
    summary: 'List engines',
    run: amphorae.list,
  },
  {
    method: 'GET',
    path: '/v2/octavia/amphorae/{id}',
    deed: 'administer',
    takes: 'nothing',
    summary: 'Show an engine',
    run: amphorae.show,
  },
  {
    method: 'DELETE',
    path: '/v2/octavia/amphorae/{id}',
    deed: 'administer',
    takes: 'nothing',
    summary: 'Forget an engine that is gone',
    run: amphorae.remove,
  },
  {
    method: 'GET',
    path: '/v2/octavia/amphorae/{id}/stats',
    deed: 'administer',
    takes: 'nothing',
    summary: 'Show what listeners carried through an engine',
    run: amphorae.showStatistics,
  },
  {
    method: 'PUT',
    path: '/v2/octavia/amphorae/{id}/config',
    deed: 'administer',
    takes: 'nothing',
    summary: 'Hand an engine everything once more',
    run: amphorae.refresh,
  },
  {
    method: 'PUT',
    path: '/v2/octavia/amphorae/{id}/failover',
    deed: 'administer',
    takes: 'nothing',
    summary: 'Hand an engine everything once more',
    run: amphorae.refresh,
  },
]
