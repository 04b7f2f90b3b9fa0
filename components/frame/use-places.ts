'use client'

import { useQueries, useQuery } from '@tanstack/react-query'
import { listenerProtocols } from 'model/listener/protocols'
import { shortId } from 'model/short-id'
import { endpoint } from '../endpoint.ts'
import { links } from '../links.ts'
import { takesPolicies } from '../policy/takes-policies.ts'
import { queries } from '../queries.ts'

export type Place = { readonly id: string; readonly name: string; readonly detail: string; readonly href: string }
export type PlaceGroup = { readonly heading: string; readonly places: readonly Place[] }

/** Members are listed per pool; beyond this many pools they are left out of the search. */
const poolsSearched = 50

/** Everything of the project that has a page, by its name and address. Asked for when the palette opens. */
export function usePlaces(): PlaceGroup[] {
  const loadBalancers = useQuery(queries.loadBalancers()).data ?? []
  const listeners = useQuery(queries.listeners()).data ?? []
  const pools = useQuery(queries.pools()).data ?? []
  const members = useQueries({ queries: pools.slice(0, poolsSearched).map((pool) => queries.members(pool.id)) })
  const loadBalancerOf = new Map(pools.map((pool) => [pool.id, pool.loadbalancer_id]))
  const nameOf = new Map(loadBalancers.map((one) => [one.id, one.name || one.vip_address || one.id]))
  return [
    {
      heading: 'Load balancers',
      places: loadBalancers.map((one) => ({
        id: one.id,
        name: one.name || shortId(one.id),
        detail: one.vip_address ?? '',
        href: links.loadBalancer(one.id),
      })),
    },
    {
      heading: 'Listeners',
      places: listeners.map((one) => ({
        id: one.id,
        name: one.name || `${listenerProtocols[one.protocol].label} ${one.protocol_port}`,
        detail: `${one.protocol_port} · ${nameOf.get(one.loadbalancer_id) ?? ''}`,
        href: links.listener(one.loadbalancer_id, one.id),
      })),
    },
    {
      heading: 'Policies',
      places: listeners
        .filter((one) => takesPolicies(one.protocol))
        .map((one) => ({
          id: `${one.id} policies`,
          name: `Policies of ${one.name || `${listenerProtocols[one.protocol].label} ${one.protocol_port}`}`,
          detail: `${one.protocol_port} · ${nameOf.get(one.loadbalancer_id) ?? ''}`,
          href: links.policies(one.loadbalancer_id, one.id),
        })),
    },
    {
      heading: 'Pools',
      places: pools.map((one) => ({
        id: one.id,
        name: one.name || shortId(one.id),
        detail: nameOf.get(one.loadbalancer_id) ?? '',
        href: links.pool(one.loadbalancer_id, one.id),
      })),
    },
    {
      heading: 'Members',
      places: members
        .flatMap((one) => one.data ?? [])
        .map((one) => ({
          id: one.id,
          name: one.name || one.address,
          detail: endpoint(one.address, one.protocol_port),
          href: links.member(loadBalancerOf.get(one.pool_id) ?? '', one.pool_id, one.id),
        })),
    },
  ].filter((group) => group.places.length > 0)
}
