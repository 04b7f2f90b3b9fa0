import type { ShownOrder } from 'model/certificate/order'
import type { OrderWithAccount } from '../store/orders.ts'

/** An order as it is shown with its certificate: keys and tokens are no part of it. */
export function shownOrder(order: OrderWithAccount | null | undefined): ShownOrder | null {
  if (!order) return null
  const { state, reason, failures, server_names, loadbalancer_id, next_at, updated_at } = order
  const { directory_url, contact } = order.account
  return {
    state,
    reason,
    failures,
    server_names,
    loadbalancer_id,
    directory_url,
    contact: contact || null,
    next_at,
    updated_at,
  }
}
