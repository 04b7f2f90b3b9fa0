import { DomainError, type Issue } from 'model/errors'
import type { ResourceKind } from 'model/resources/index'
import type { Transaction } from '../store/client.ts'
import { findSubnet } from '../store/networks.ts'
import { offerIssues, provider } from './offers.ts'
import { refuseIf } from './refusals.ts'

type Values = Readonly<Record<string, unknown>>

/** Refuses references to what does not exist here. The sentences are Octavia's (reference: API contract, section 7). */
export async function refuseUnknownReferences(
  transaction: Transaction,
  kind: ResourceKind,
  values: Values,
): Promise<void> {
  if (kind === 'load_balancer') refuseIf(await loadBalancerIssues(transaction, values))
  if (kind === 'member' && typeof values['subnet_id'] === 'string')
    await refuseUnknownSubnet(transaction, values['subnet_id'])
}

async function loadBalancerIssues(transaction: Transaction, values: Values): Promise<Issue[]> {
  const { vip_qos_policy_id, vip_sg_ids } = values
  const chosen = {
    flavor_id: textOrNull(values['flavor_id']),
    availability_zone: textOrNull(values['availability_zone']),
  }
  const [group] = Array.isArray(vip_sg_ids) ? vip_sg_ids : []
  return [
    ...issueIf(
      ![undefined, provider].includes(values['provider'] as string),
      'provider',
      `Provider '${values['provider']}' is not enabled.`,
    ),
    ...(await offerIssues(transaction, chosen)),
    ...issueIf(vip_qos_policy_id, 'vip_qos_policy_id', `qos_policy ${vip_qos_policy_id} not found.`),
    ...issueIf(group, 'vip_sg_ids', `Security Group ${group} not found.`),
  ]
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

function issueIf(isWrong: unknown, about: string, message: string): Issue[] {
  return isWrong ? [{ about, message, code: 'invalid' }] : []
}

async function refuseUnknownSubnet(transaction: Transaction, id: string): Promise<void> {
  if ((await findSubnet(transaction, id)) !== null) return
  const message = `Subnet ${id} not found.`
  throw new DomainError('invalid', message, [{ about: 'subnet_id', message, code: 'invalid' }])
}
