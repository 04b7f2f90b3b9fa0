import type { Abilities } from 'model/contract/report'
import type { Transaction } from './client.ts'

/** Which batch of samples of a node was the last that is counted. */
export type Counted = { readonly node: string; readonly session: string; readonly sequence: number }
export type StoredNode = Counted & {
  readonly abilities: Abilities
  readonly revision: number
  readonly heard_at: string
}

export async function allNodes(transaction: Transaction): Promise<StoredNode[]> {
  const rows = await transaction.engineNode.findMany({ orderBy: { heard_at: 'asc' } })
  return rows as unknown as StoredNode[]
}

export type HeardNode = Pick<StoredNode, 'node' | 'abilities' | 'revision' | 'heard_at'>

export async function saveNode(transaction: Transaction, { node, ...heard }: HeardNode): Promise<void> {
  await transaction.engineNode.upsert({
    where: { node },
    create: { node, ...heard, session: '', sequence: 0 },
    update: heard,
  })
}

export async function deleteNode(transaction: Transaction, node: string): Promise<void> {
  await transaction.engineNode.deleteMany({ where: { node } })
}

export async function saveCounted(transaction: Transaction, counted: readonly Counted[]): Promise<void> {
  for (const { node, session, sequence } of counted) {
    await transaction.engineNode.updateMany({ where: { node }, data: { session, sequence } })
  }
}
