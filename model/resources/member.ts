import { z } from 'zod'
import { assigned, fixed, optional, required } from '../kit/field.ts'
import { type CreatedOf, defineResource, type PatchOf, type RowOf } from '../kit/resource.ts'
import { address, boolean, integer, orNone, port, record, uuid } from '../kit/values.ts'
import { weightRange } from '../member/weight.ts'
import { identity, sharedFields } from './shared-fields.ts'

/** The last word of the checks about one member. Times are epoch milliseconds. */
export const memberHealth = z.object({
  /** What HAProxy does with the member: UP and DOWN are verdicts, CHECKING is none yet, MAINT is off by choice. */
  state: z.enum(['UP', 'DOWN', 'CHECKING', 'UNCHECKED', 'MAINT']),
  /** HAProxy's name of the result: L4OK, L7STS, L4CON, L4TOUT, ... */
  check_status: z.string().nullable(),
  /** The layer 7 code, where there is one. */
  check_code: z.number().int().nullable(),
  check_duration_ms: z.number().nullable(),
  /** The result in words, with what the member said. */
  reason: z.string().nullable(),
  checked_at: z.number().nullable(),
  changed_at: z.number(),
})
export type MemberHealth = z.output<typeof memberHealth>

export const member = defineResource({
  name: 'member',
  collection: 'members',
  title: 'Member',
  fields: {
    ...identity,
    pool_id: fixed(required(uuid, { label: 'Pool', help: 'The pool that it belongs to.' })),
    address: fixed(required(address, { label: 'Address', help: 'The address of the server, IPv4 or IPv6.' })),
    protocol_port: fixed(required(port, { label: 'Port', help: 'The port of the service, 1 to 65535.' })),
    weight: optional(integer(weightRange.min, weightRange.max), 1, {
      label: 'Weight',
      help: 'Its share of the traffic, 0 to 256. 0 drains it: it keeps its sessions and gets no new ones.',
    }),
    backup: optional(boolean, false, {
      label: 'Backup',
      help: 'Takes traffic only when every other member is down.',
      lessCommon: true,
    }),
    monitor_address: optional(orNone(address), null, {
      label: 'Monitor address',
      help: 'Check this address instead.',
      lessCommon: true,
    }),
    monitor_port: optional(orNone(port), null, {
      label: 'Monitor port',
      help: 'Check this port instead.',
      lessCommon: true,
    }),
    subnet_id: fixed(
      optional(orNone(uuid), null, { label: 'Subnet', help: 'The subnet of the member.', lessCommon: true }),
    ),
    request_sriov: fixed(
      optional(boolean, false, { label: 'SR-IOV', help: 'Ask for an SR-IOV port.', lessCommon: true }),
    ),
    health: assigned(orNone(record(memberHealth)), { label: 'Last check', help: 'What the last check said.' }),
    ...sharedFields,
  },
})
export type Member = RowOf<typeof member>
export type CreatedMember = CreatedOf<typeof member>
export type MemberPatch = PatchOf<typeof member>
