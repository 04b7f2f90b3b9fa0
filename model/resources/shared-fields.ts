import { assigned, optional } from '../kit/field.ts'
import { boolean, choice, moment, orNone, tags, text, uuid } from '../kit/values.ts'
import { operatingStatuses, provisioningStatuses } from '../statuses.ts'

/** Attributes that every resource has. */
export const identity = {
  id: assigned(uuid, { label: 'ID', help: 'Assigned when it is created.' }),
  name: optional(text(), '', { label: 'Name', help: 'For people. Names need not be unique.' }),
} as const

export const sharedFields = {
  admin_state_up: optional(boolean, true, {
    label: 'Enabled',
    help: 'Off takes it out of traffic and keeps its settings.',
  }),
  tags: optional(tags, [], { label: 'Tags', help: 'Words to find it by.', lessCommon: true }),
  project_id: assigned(text(36), { label: 'Project', help: 'The project that owns it.' }),
  provisioning_status: assigned(choice(provisioningStatuses), {
    label: 'Provisioning',
    help: 'Whether the data plane runs what is shown here.',
  }),
  operating_status: assigned(choice(operatingStatuses), {
    label: 'Health',
    help: 'How it is doing with real traffic.',
  }),
  status_reason: assigned(orNone(text(2_000)), {
    label: 'Reason',
    help: 'Why the last change was refused, in words; empty when all is well.',
  }),
  created_at: assigned(moment, { label: 'Created', help: 'When it was created, UTC.' }),
  updated_at: assigned(orNone(moment), { label: 'Updated', help: 'When it was last changed, UTC.' }),
} as const
