import { z } from 'zod'
import { assigned, fixed, optional } from '../kit/field.ts'
import { type CreatedOf, defineResource, type RowOf } from '../kit/resource.ts'
import { address, list, longText, orNone, text, uuid } from '../kit/values.ts'
import { identity, sharedFields } from './shared-fields.ts'

const additionalVip = z.strictObject({
  subnet_id: uuid.accepts,
  ip_address: address.accepts.nullish().transform((value) => value ?? null),
  port_id: uuid.accepts.nullish().transform((value) => value ?? null),
})
/** One more address of the load balancer, in another subnet of the same network. `ip_address` null asks for any free one. */
export type AdditionalVip = z.output<typeof additionalVip>

export const loadBalancer = defineResource({
  name: 'loadbalancer',
  collection: 'loadbalancers',
  title: 'Load Balancer',
  fields: {
    ...identity,
    description: optional(longText(), '', { label: 'Description', help: 'What it is for.', lessCommon: true }),
    vip_subnet_id: fixed(
      optional(orNone(uuid), null, {
        label: 'VIP subnet',
        help: 'The subnet that the address of this load balancer comes from.',
      }),
    ),
    vip_address: fixed(
      optional(orNone(address), null, {
        label: 'VIP address',
        help: 'The address that clients connect to. Empty takes the next free one.',
      }),
    ),
    vip_network_id: fixed(
      optional(orNone(uuid), null, {
        label: 'VIP network',
        help: 'The network of the VIP; filled in from the subnet.',
        lessCommon: true,
      }),
    ),
    vip_port_id: fixed(
      optional(orNone(uuid), null, {
        label: 'VIP port',
        help: 'The network port that holds the VIP.',
        lessCommon: true,
      }),
    ),
    additional_vips: fixed(
      optional(list(additionalVip), [], {
        label: 'Additional VIPs',
        help: 'More addresses, one per subnet of the same network. Every listener answers on all of them.',
        lessCommon: true,
      }),
    ),
    vip_qos_policy_id: optional(orNone(uuid), null, {
      label: 'QoS policy',
      help: 'A QoS policy of the VIP port.',
      lessCommon: true,
    }),
    vip_sg_ids: optional(list(uuid.accepts), [], {
      label: 'Security groups',
      help: 'Security groups of the VIP port.',
      lessCommon: true,
    }),
    floating_addresses: assigned(list(address.accepts), {
      label: 'Floating IPs',
      help: 'Addresses of external networks that belong to the VIP. Every listener answers on them too.',
    }),
    vip_vnic_type: assigned(text(64), { label: 'VNIC type', help: 'How the VIP port is attached: normal.' }),
    provider: fixed(optional(text(64), 'fulcrum', { label: 'Provider', help: 'Who runs it.', lessCommon: true })),
    flavor_id: fixed(
      optional(orNone(uuid), null, {
        label: 'Flavor',
        help: 'A set of settings made by an administrator.',
        lessCommon: true,
      }),
    ),
    availability_zone: fixed(
      optional(orNone(text()), null, { label: 'Availability zone', help: 'Where it runs.', lessCommon: true }),
    ),
    ...sharedFields,
  },
})
export type LoadBalancer = RowOf<typeof loadBalancer>
export type CreatedLoadBalancer = CreatedOf<typeof loadBalancer>
