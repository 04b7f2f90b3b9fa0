import type { Pool } from 'model/resources/pool'
import { OperatingStatusMark } from '../ui/status.tsx'

/** A policy does its work whatever becomes of what it sends on: that its pool does not, is said beside the pool. */
export function PoolTrouble({ pool }: { readonly pool: Pool }) {
  if (pool.operating_status !== 'ERROR' && pool.operating_status !== 'DEGRADED') return null
  return (
    <span className="ml-2 inline-block">
      <OperatingStatusMark status={pool.operating_status} />
    </span>
  )
}
