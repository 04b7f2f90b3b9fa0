'use client'

import { type QueryKey, useQueryClient } from '@tanstack/react-query'
import type { Issue } from 'model/errors'
import { useState } from 'react'
import { api } from '../api.ts'
import { ApiError } from '../api-error.ts'
import { keys } from '../queries.ts'
import type { ApiCall } from './curl.ts'

/** Makes calls; what `read` names is read again after each, whatever came of it. */
function useDeed(read: readonly QueryKey[]) {
  const client = useQueryClient()
  const [isBusy, setBusy] = useState(false)
  const run = async <T>(call: ApiCall): Promise<T> => {
    setBusy(true)
    try {
      return await api.send<T>(call)
    } finally {
      setBusy(false)
      await Promise.all(read.map((queryKey) => client.invalidateQueries({ queryKey })))
    }
  }
  return { run, isBusy }
}

/** Changes projects, people, roles or credentials. */
export function useDirectoryDeed() {
  return useDeed([['directory'], keys.session])
}

/** Changes networks, subnets or floating IPs: load balancers that they lead to are shown with them. */
export function useNetworkDeed() {
  return useDeed([keys.floatingIps, keys.subnets, keys.networks, keys.kind('load_balancer'), ['graph']])
}

/** Changes certificates: listeners that use them are shown with them. */
export function useCertificateDeed() {
  return useDeed([keys.certificates, ['graph'], keys.kind('load_balancer'), keys.overview])
}

/** Changes listeners of a load balancer and what is on them. */
export function useListenerDeed(loadbalancer_id: string) {
  return useDeed([keys.graph(loadbalancer_id), keys.kind('listener'), keys.activity, keys.overview])
}

/** What a refusal says: at its fields, else about the whole. */
export function issuesOfRefusal(error: unknown, fields: readonly string[]): Issue[] {
  const told = error instanceof ApiError ? error.issues : []
  const known = told.filter(({ about }) => fields.includes(about.split('/')[0] ?? ''))
  if (known.length > 0) return known
  return [{ about: '', message: error instanceof Error ? error.message : String(error) }]
}
