/** What the control plane is doing with a resource. */
export const provisioningStatuses = {
  PENDING_CREATE: { label: 'Creating', tone: 'busy', help: 'Accepted; the data plane has not confirmed it yet.' },
  PENDING_UPDATE: {
    label: 'Updating',
    tone: 'busy',
    help: 'Accepted; the data plane has not confirmed the change yet.',
  },
  PENDING_DELETE: {
    label: 'Deleting',
    tone: 'busy',
    help: 'Accepted; it is gone when the data plane has let go of it.',
  },
  ACTIVE: { label: 'Active', tone: 'good', help: 'The data plane runs exactly this.' },
  ERROR: { label: 'Error', tone: 'bad', help: 'The data plane refused it; what ran before goes on.' },
} as const
export type ProvisioningStatus = keyof typeof provisioningStatuses

/** Why a change is in error that nobody refused: no engine has answered in time. */
export const unansweredReason =
  'No engine has applied this change within 30 seconds. It takes effect as soon as one is connected.'

/** How a resource is doing with real traffic. */
export const operatingStatuses = {
  ONLINE: { label: 'Online', tone: 'good', help: 'Serving, and every check passes.' },
  DRAINING: { label: 'Draining', tone: 'warn', help: 'Keeps the sessions it has and takes no new ones.' },
  OFFLINE: { label: 'Offline', tone: 'off', help: 'Switched off, not in use, or not checked yet.' },
  DEGRADED: { label: 'Degraded', tone: 'warn', help: 'Serving, but a part of it is not.' },
  ERROR: { label: 'Error', tone: 'bad', help: 'Should serve and does not.' },
  NO_MONITOR: { label: 'No monitor', tone: 'off', help: 'Nobody checks it: it takes traffic whether it works or not.' },
} as const
export type OperatingStatus = keyof typeof operatingStatuses

export function isPending(status: ProvisioningStatus): boolean {
  return status.startsWith('PENDING_')
}
