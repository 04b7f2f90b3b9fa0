import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { exampleGraph } from 'model/graph/graph.examples'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Generations } from './generations.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'generations-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

async function left(state: object): Promise<Generations> {
  const generations = await Generations.open(folder)
  await generations.write(1, { 'state.json': JSON.stringify(state) })
  await generations.makeCurrent(1)
  return generations
}

test('what an engine left that knew no policies is read as if there were none', async () => {
  const { l7_policies, l7_rules, ...graph } = exampleGraph()
  const part = { id: graph.load_balancer.id, servers: [] }
  const generations = await left({ format: 1, number: 1, process: 1, good: [{ revision: 4, graph }], parts: [part] })
  expect(await generations.current()).toMatchObject({
    good: [{ revision: 4, graph: { ...graph, l7_policies: [], l7_rules: [] } }],
    parts: [{ ...part, maps: [] }],
  })
})

test('what another format says is nothing that could be run', async () => {
  expect(await (await left({ format: 2, number: 1 })).current()).toBe(null)
})
