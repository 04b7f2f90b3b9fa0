import { pairsOf } from 'model/kit/pairs'
import { beforeAll, describe, expect, test } from 'vitest'
import { replaceProcesswide } from '../process.ts'
import { change } from '../services/change.ts'
import { createTree } from '../services/resources.ts'
import { PlayedEngine } from '../testing/engine.ts'
import { type People, people } from '../testing/people.ts'
import { webTree } from '../testing/trees.ts'
import { database, inTransaction } from './client.ts'
import { keptGraphWith, livingGraph, loadGraph, saveGraph } from './graphs.ts'
import { KeptGraphs, keptGraphs } from './kept.ts'
import { lockWriters } from './revisions.ts'
import { kinds } from './rows.ts'
import { rowsOf, type StoredGraph } from './stored-graph.ts'

let who: People
beforeAll(async () => {
  who = await people()
})

/** A load balancer that an engine runs, as it is kept. */
async function kept(): Promise<StoredGraph> {
  const { load_balancer } = await createTree(who.memberActor, webTree(who.subnet))
  await new PlayedEngine('kept').apply()
  const stored = keptGraphs().get(load_balancer.id)
  if (stored === null) throw new Error('What was just written is not kept.')
  return stored
}

const named = (stored: StoredGraph, name: string): StoredGraph => ({
  ...stored,
  load_balancer: { ...stored.load_balancer, name },
})

describe('what is kept', () => {
  test('is what the database has', async () => {
    const stored = await kept()
    const { id } = stored.load_balancer
    await change({
      actor: who.memberActor,
      loadbalancer_id: id,
      subject: { action: 'update', kind: 'load_balancer', id },
      edit: (graph) => ({ ...graph, load_balancer: { ...graph.load_balancer, description: 'other' } }),
    })
    const after = keptGraphs().get(id)
    expect(after?.load_balancer.description).toBe('other')
    replaceProcesswide('kept-graphs', new KeptGraphs())
    expect(await loadGraph(database(), id)).toEqual(after)
  })

  test('is left out while it is written, and is the new one afterwards', async () => {
    const before = await kept()
    const { id } = before.load_balancer
    await inTransaction(async (transaction) => {
      await lockWriters(transaction)
      await saveGraph(transaction, before, named(before, 'written'))
      expect([keptGraphs().get(id), keptGraphWith('pool', before.pools[0]?.id ?? '')]).toEqual([null, null])
      expect((await loadGraph(transaction, id))?.load_balancer.name).toBe('written')
    })
    expect(keptGraphs().get(id)?.load_balancer.name).toBe('written')
    expect(keptGraphWith('pool', before.pools[0]?.id ?? '')?.load_balancer.id).toBe(id)
    expect(keptGraphWith('listener', before.pools[0]?.id ?? '')).toBeNull()
  })

  test('is nothing after a rollback', async () => {
    const before = await kept()
    const { id } = before.load_balancer
    const written = inTransaction(async (transaction) => {
      await lockWriters(transaction)
      await saveGraph(transaction, before, named(before, 'never'))
      throw new Error('changed my mind')
    })
    await expect(written).rejects.toThrow('changed my mind')
    expect(keptGraphs().get(id)).toBeNull()
    expect((await loadGraph(database(), id))?.load_balancer.name).toBe(before.load_balancer.name)
  })

  test('can not be written outside of a transaction', async () => {
    const before = await kept()
    await expect(saveGraph(database(), before, named(before, 'beside'))).rejects.toThrow('in transactions only')
  })
})

test('rows that a change and its answer leave as they are stay the very same', async () => {
  const { load_balancer } = await createTree(who.memberActor, webTree(who.subnet))
  const { id } = load_balancer
  const engine = new PlayedEngine('kept')
  await engine.apply()
  const before = keptGraphs().get(id)
  await change({
    actor: who.memberActor,
    loadbalancer_id: id,
    subject: { action: 'update', kind: 'load_balancer', id },
    edit: (graph) => ({ ...graph, load_balancer: { ...graph.load_balancer, description: 'other' } }),
  })
  await engine.apply()
  const after = keptGraphs().get(id)
  if (before === null || after === null) throw new Error('What was just written is not kept.')
  expect(after.load_balancer).toMatchObject({ description: 'other', provisioning_status: 'ACTIVE' })
  expect(kinds.filter((kind) => pairsOf(rowsOf(before, kind), rowsOf(after, kind)).length > 0)).toEqual([
    'load_balancer',
  ])
  expect(livingGraph(after).members[0]).toBe(livingGraph(before).members[0])
})

describe('a reader', () => {
  test('that a writer overtook keeps nothing', async () => {
    const graph = await kept()
    const graphs = new KeptGraphs()
    const reader = graphs.begin()
    const writer = graphs.begin()
    writer.wrote('another', null)
    reader.read(graph)
    expect(graphs.get(graph.load_balancer.id)).toBeNull()
    writer.ended(true)
    reader.read(graph)
    expect(graphs.get(graph.load_balancer.id)).toBeNull()
    graphs.begin().read(graph)
    expect(graphs.get(graph.load_balancer.id)).toBe(graph)
  })
})

test('of two that write one load balancer, the one that began last knows how it is', async () => {
  const graph = await kept()
  const { id } = graph.load_balancer
  const written = (order: readonly number[]) => {
    const graphs = new KeptGraphs()
    const writers = [graphs.begin(), graphs.begin()]
    for (const [at, writer] of writers.entries()) writer.wrote(id, named(graph, `by ${at}`))
    for (const at of order) writers[at]?.ended(true)
    return graphs.get(id)?.load_balancer.name
  }
  expect(written([0])).toBeUndefined()
  expect(written([0, 1])).toBe('by 1')
  expect(written([1, 0])).toBeUndefined()
})

test('the load balancers that were used longest ago make room', async () => {
  const graph = await kept()
  const [member] = graph.members
  const graphs = new KeptGraphs()
  const big = (id: string): StoredGraph => ({
    ...named(graph, id),
    load_balancer: { ...graph.load_balancer, id },
    members: Array.from({ length: 25_000 }, (_, at) => ({
      ...(member as StoredGraph['members'][number]),
      id: `${id}-${at}`,
    })),
  })
  for (const id of ['a', 'b']) graphs.begin().read(big(id))
  expect(graphs.get('a')?.load_balancer.id).toBe('a')
  graphs.begin().read(big('c'))
  expect(['a', 'b', 'c'].map((id) => graphs.get(id) !== null)).toEqual([true, false, true])
  expect(['a-1', 'b-1', 'c-1'].map((id) => graphs.placeOf(id)?.loadbalancer_id)).toEqual(['a', undefined, 'c'])
})
