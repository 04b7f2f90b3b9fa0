'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../api.ts'
import type { ApiCall } from '../forms/curl.ts'
import { keys } from '../queries.ts'

/** Changes networks, subnets or floating IPs; what is shown of them, and of the load balancers that they lead to, is read again. */
export function useNetworkDeed() {
  const client = useQueryClient()
  const [isBusy, setBusy] = useState(false)
  const run = async (call: ApiCall): Promise<unknown> => {
    setBusy(true)
    try {
      return await api.send(call)
    } finally {
      setBusy(false)
      const read = [keys.floatingIps, keys.subnets, keys.networks, keys.kind('load_balancer'), ['graph']]
      await Promise.all(read.map((queryKey) => client.invalidateQueries({ queryKey })))
    }
  }
  return { run, isBusy }
}
