import { DomainError, type Issue } from 'model/errors'
import type { ResourceKind } from 'model/resources/index'
import type { Transaction } from '../store/client.ts'
import { findSubnet } from '../store/networks.ts'
import { refuseIf } from './refusals.ts'

type Values = Readonly<Record<string, unknown>>

/** Refuses references to what does not exist here. The sentences are Octavia's (reference: API contract, section 7). */
export async function refuseUnknownReferences(
  transaction: Transaction,
  kind: ResourceKind,
  values: Values,
): Promise<void> {
  if (kind === 'load_balancer') refuseIf(loadBalancerIssues(values))
  if (kind === 'member' && typeof values['subnet_id'] === 'string')
    await refuseUnknownSubnet(transaction, values['subnet_id'])
}

function loadBalancerIssues(values: Values): Issue[] {
  const { provider, flavor_id, availability_zone, vip_qos_policy_id, vip_sg_ids } = values
  const [group] = Array.isArray(vip_sg_ids) ? vip_sg_ids : []
  return [
    ...issueIf(provider !== undefined && provider !== 'fulcrum', 'provider', `Provider '${provider}' is not enabled.`),
    ...issueIf(flavor_id, 'flavor_id', 'Validation failure: Invalid flavor_id.'),
    ...issueIf(availability_zone, 'availability_zone', 'Validation failure: Invalid availability zone.'),
    ...issueIf(vip_qos_policy_id, 'vip_qos_policy_id', `qos_policy ${vip_qos_policy_id} not found.`),
    ...issueIf(group, 'vip_sg_ids', `Security Group ${group} not found.`),
  ]
}

function issueIf(isWrong: unknown, about: string, message: string): Issue[] {
  return isWrong ? [{ about, message, code: 'invalid' }] : []
}

async function refuseUnknownSubnet(transaction: Transaction, id: string): Promise<void> {
  if ((await findSubnet(transaction, id)) !== null) return
  const message = `Subnet ${id} not found.`
  throw new DomainError('invalid', message, [{ about: 'subnet_id', message, code: 'invalid' }])
}
