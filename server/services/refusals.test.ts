import { exampleGraph, exampleListener, examplePolicy, exampleRule } from 'model/graph/graph.examples'
import { describe, expect, test } from 'vitest'
import { abilitiesInUse } from './abilities.ts'
import { newProblems, problemsOf } from './refusals.ts'

const graph = exampleGraph({ l7_policies: [examplePolicy({ action: 'REJECT' })], l7_rules: [exampleRule()] })
const words = { name: '# "$X" %[src]\n', description: 'a\r\nb', tags: ['t'] }
const { name, tags } = words
const reworded = {
  ...graph,
  load_balancer: { ...graph.load_balancer, ...words },
  listeners: graph.listeners.map((row) => ({ ...row, ...words })),
  pools: graph.pools.map((row) => ({ ...row, ...words })),
  members: graph.members.map((row) => ({ ...row, name, tags })),
  health_monitors: graph.health_monitors.map((row) => ({ ...row, name, tags })),
  l7_policies: graph.l7_policies.map((row) => ({ ...row, ...words })),
  l7_rules: graph.l7_rules.map((row) => ({ ...row, tags })),
}

describe('a change', () => {
  test('of words breaks nothing, whatever they are', () => {
    expect(problemsOf(graph, abilitiesInUse())).toEqual([])
    expect(problemsOf(reworded, abilitiesInUse())).toEqual([])
    expect(newProblems(graph, reworded, abilitiesInUse())).toEqual([])
  })

  test.each([0, 1, 256])('of a weight to %i breaks nothing', (weight) => {
    const weighted = { ...graph, members: graph.members.map((row) => ({ ...row, weight })) }
    expect(weighted.members).not.toEqual([])
    expect(problemsOf(weighted, abilitiesInUse())).toEqual([])
    expect(newProblems(graph, weighted, abilitiesInUse())).toEqual([])
  })

  test('of anything else is looked at, also beside other words', () => {
    const twins = [...reworded.listeners, { ...exampleListener(), id: 'another' }]
    expect(newProblems(graph, { ...reworded, listeners: twins }, abilitiesInUse())).not.toEqual([])
    const pools = reworded.pools.map((row) => ({ ...row, protocol: 'TCP' as const }))
    expect(newProblems(graph, { ...reworded, pools }, abilitiesInUse())).not.toEqual([])
  })

  test('is not refused for what was wrong before it', () => {
    const listeners = [...graph.listeners, { ...exampleListener(), id: 'another' }]
    const broken = { ...graph, listeners }
    expect(problemsOf(broken, abilitiesInUse())).not.toEqual([])
    const renamed = listeners.map((row) => ({ ...row, name: 'renamed' }))
    expect(newProblems(broken, { ...broken, listeners: renamed }, abilitiesInUse())).toEqual([])
    const switched = listeners.map((row) => ({ ...row, connection_limit: 7 }))
    expect(newProblems(broken, { ...broken, listeners: switched }, abilitiesInUse())).toEqual([])
  })
})
