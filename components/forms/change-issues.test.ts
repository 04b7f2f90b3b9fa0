import { exampleGraph } from 'model/graph/graph.examples'
import { describe, expect, test } from 'vitest'
import { changeIssues, creationIssues } from './change-issues.ts'

const graph = exampleGraph()
const [listener] = graph.listeners
const [pool] = graph.pools
const [monitor] = graph.health_monitors
const [member] = graph.members

describe('a change is refused in the words of the API, at its attribute', () => {
  test('by the schema', () => {
    expect(changeIssues(graph, 'member', member?.id ?? '', { weight: 300 })).toEqual([
      { about: 'weight', message: 'Value should be lower or equal to 256' },
    ])
  })

  test('by a rule of the graph', () => {
    expect(changeIssues(graph, 'health_monitor', monitor?.id ?? '', { delay: 2, timeout: 2 })).toEqual([
      { about: 'timeout', message: 'Validation failure: timeout 2 should be lower than delay 2.' },
    ])
  })

  test('what was wrong before is not held against it', () => {
    const broken = { ...graph, health_monitors: graph.health_monitors.map((one) => ({ ...one, delay: 1, timeout: 1 })) }
    expect(changeIssues(broken, 'member', member?.id ?? '', { weight: 3 })).toEqual([])
  })
})

describe('a creation', () => {
  test('must fit what is there already', () => {
    const twin = { loadbalancer_id: graph.load_balancer.id, protocol: 'TCP', protocol_port: listener?.protocol_port }
    expect(creationIssues(graph, 'listener', twin).map((issue) => issue.about)).toEqual(['protocol_port'])
    const copy = { pool_id: pool?.id, address: member?.address, protocol_port: member?.protocol_port }
    expect(creationIssues(graph, 'member', copy).map((issue) => issue.about)).toEqual(['address'])
  })

  test('says what is missing', () => {
    expect(creationIssues(graph, 'member', { pool_id: pool?.id, address: '10.0.0.9' })).toEqual([
      { about: 'protocol_port', message: 'Mandatory field missing.' },
    ])
  })
})
