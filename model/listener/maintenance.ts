import type { Listener } from '../resources/listener.ts'

/** Listeners that take requests and answer them with the maintenance page. */
export function listenersInMaintenance(listeners: readonly Listener[]): Listener[] {
  return listeners.filter((one) => one.maintenance && one.admin_state_up)
}
