import type { RowsOf } from 'model/graph/graph'
import { monitorKinds } from 'model/health-monitor/monitor-kinds'
import type { HealthMonitor } from 'model/resources/health-monitor'
import type { ResourceKind } from 'model/resources/index'
import type { CreatedRows } from './parse.ts'

/** What an HTTP check asks for when nobody says otherwise. */
const httpDefaults = { http_method: 'GET', url_path: '/', expected_codes: '200' } as const

/** Fills in what an HTTP check must have. Other types have none of it. */
export function completeMonitor<M extends Pick<HealthMonitor, 'type' | 'http_method' | 'url_path' | 'expected_codes'>>(
  one: M,
): M {
  if (!monitorKinds[one.type].isHttp) return one
  return {
    ...one,
    http_method: one.http_method ?? httpDefaults.http_method,
    url_path: one.url_path ?? httpDefaults.url_path,
    expected_codes: one.expected_codes ?? httpDefaults.expected_codes,
  }
}

/** A new row with what the server assigns. Its statuses and times are stamped when it is saved. */
export function freshRow<K extends ResourceKind>(
  kind: K,
  id: string,
  project_id: string,
  values: CreatedRows[K],
): RowsOf[K] {
  const row = {
    ...values,
    id,
    project_id,
    provisioning_status: 'PENDING_CREATE',
    operating_status: 'OFFLINE',
    status_reason: null,
    created_at: '',
    updated_at: null,
    ...(kind === 'load_balancer' && { floating_addresses: [], vip_vnic_type: 'normal' }),
    ...(kind === 'member' && { health: null }),
  } as unknown as RowsOf[K]
  if (kind === 'health_monitor') return completeMonitor(row as HealthMonitor) as RowsOf[K]
  return row
}
