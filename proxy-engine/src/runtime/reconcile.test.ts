import type { DesiredLoadBalancer } from 'model/contract/desired-state'
import { expect, test } from 'vitest'
import { compileLoadBalancer } from '../compile/compile.ts'
import type { Bind } from '../compile/compiled.ts'
import { desiredOf, everyAbility, idOf, type LoadBalancerCase } from '../compile/golden/rows.ts'
import type { RelayStep, RuntimeStep } from '../plan/step.ts'
import type { RelayRefusal } from '../relay/control-words.ts'
import type { Content, ReloadResult } from './data-plane.ts'
import { type Effects, Reconciler, type TurnResult } from './reconcile.ts'

/** A data plane on paper: which ports others hold, what it was told, and what it runs. */
class Paper {
  readonly taken = new Set<number>()
  readonly reloads: Content[] = []
  readonly steps: RuntimeStep[] = []
  relayed = new Map<string, RelayStep['listeners']>()
  breaksAt: RuntimeStep['do'] | null = null
  /** What HAProxy says of a whole that it does not start with. */
  complaint: ((content: Content) => string | null) | null = null
  throws = false

  readonly effects: Effects = {
    compile: (document) => compileLoadBalancer(document, everyAbility),
    reload: async (content) => this.#reload(content),
    run: async (step) => {
      if (step.do === this.breaksAt) throw new Error('refused')
      this.steps.push(step)
    },
    canBind: async ({ port }) => !this.taken.has(port),
    relay: async (step) => this.relay(step),
    relayed: () => this.relayed,
    onStepFailed: () => undefined,
  }

  get running(): readonly string[] {
    return (this.reloads.at(-1)?.parts ?? []).map((one) => `${one.loadbalancer_id.slice(9, 13)}@${one.revision}`)
  }

  relay({ loadbalancer_id, listeners }: RelayStep): RelayRefusal[] {
    const binds = listeners.flatMap((one) => one.binds.map((bind) => ({ ...bind, listener_id: one.listener_id })))
    const taken = binds.filter((one) => this.taken.has(one.port))
    if (taken.length > 0) return taken.map((one) => ({ ...one, code: 'EADDRINUSE' }))
    if (listeners.length > 0) this.relayed.set(loadbalancer_id, listeners)
    else this.relayed.delete(loadbalancer_id)
    return []
  }

  #reload(content: Content): ReloadResult {
    if (this.throws) throw new Error('the disk is full')
    const binds = content.parts.flatMap((part) => part.binds.map((bind) => [part.loadbalancer_id, bind] as const))
    const refused = binds.filter(([, bind]) => this.taken.has(bind.port))
    if (refused.length > 0) return { done: false, refusals: new Map(refused.map(refusalOf)), elsewhere: [] }
    const words = this.complaint?.(content) ?? null
    if (words !== null) return { done: false, refusals: new Map(), elsewhere: [words] }
    this.reloads.push(content)
    return { done: true }
  }
}

function refusalOf([id, bind]: readonly [string, Bind]) {
  return [id, { diagnostics: [{ about: bind.about, message: `Port ${bind.port} is taken.` }], binds: [bind] }] as const
}

function wanted(number: number, port: number, more: { revision?: number; weight?: number } = {}): DesiredLoadBalancer {
  const one: LoadBalancerCase = {
    number,
    load_balancer: { name: `balancer ${number}`, vip_address: `127.10.0.${number}` },
    listeners: [{ name: 'front', protocol: 'HTTP', protocol_port: port, default_pool: 0 }],
    pools: [
      { pool: { protocol: 'HTTP' }, members: [{ address: '10.0.0.4', protocol_port: 80, weight: more.weight ?? 1 }] },
    ],
  }
  return { ...desiredOf(one), revision: more.revision ?? 1 }
}

const some = (...load_balancers: DesiredLoadBalancer[]) => ({ is_complete: false, load_balancers, removed: [] })
const all = (...load_balancers: DesiredLoadBalancer[]) => ({ is_complete: true, load_balancers, removed: [] })
const idNumbered = (number: number) => idOf('load_balancer', number, 1)

function said({ outcomes }: TurnResult): string[] {
  return outcomes.map((one) => `${one.loadbalancer_id.slice(9, 13)}@${one.revision} ${one.outcome}`)
}

async function turn(reconciler: Reconciler, state: Parameters<Reconciler['take']>[0]): Promise<TurnResult> {
  reconciler.take(state)
  const result = await reconciler.settle()
  reconciler.told(result)
  if (reconciler.unsaved) reconciler.saved(reconciler.unsaved)
  return result
}

test('a load balancer whose port is taken is refused, and the others are served', async () => {
  const paper = new Paper()
  const reconciler = new Reconciler(paper.effects)
  paper.taken.add(81)
  const result = await turn(reconciler, all(wanted(1, 80), wanted(2, 81)))
  expect(said(result)).toEqual(['0001@1 applied', '0002@1 refused'])
  expect(result.outcomes[1]?.diagnostics[0]?.message).toBe('Port 81 is taken.')
  expect(paper.running).toEqual(['0001@1'])
})

test('a change that is refused leaves what was last good, on the wire and on disk, and members of it can still change back', async () => {
  const paper = new Paper()
  const reconciler = new Reconciler(paper.effects)
  await turn(reconciler, all(wanted(1, 80), wanted(2, 90)))
  paper.taken.add(81)
  const refused = await turn(reconciler, some(wanted(1, 81, { revision: 2 }), wanted(2, 91, { revision: 2 })))
  expect(said(refused)).toEqual(['0001@2 refused', '0002@2 applied'])
  expect(paper.running).toEqual(['0001@1', '0002@2'])
  expect(paper.reloads.at(-1)?.good.map((one) => one.revision)).toEqual([1, 2])
  const healed = await turn(reconciler, some(wanted(1, 80, { revision: 3 })))
  expect(said(healed)).toEqual(['0001@3 applied'])
  expect(healed.steps).toEqual([])
})

test('nothing is tried while the port is taken; once it is free, the refusal is over', async () => {
  const paper = new Paper()
  const reconciler = new Reconciler(paper.effects)
  paper.taken.add(81)
  await turn(reconciler, all(wanted(1, 80), wanted(2, 81)))
  expect(await reconciler.retryRefused()).toBe(false)
  expect(reconciler.isBehind).toBe(false)
  // Asked for everything again, it says what it said, and tries nothing either.
  const again = await turn(reconciler, all(wanted(1, 80), wanted(2, 81)))
  expect(said(again)).toEqual(['0001@1 applied', '0002@1 refused'])
  expect(paper.reloads).toHaveLength(1)
  paper.taken.clear()
  expect(await reconciler.retryRefused()).toBe(true)
  expect(said(await reconciler.settle())).toEqual(['0002@1 applied'])
})

test('what was served, and can not be bound after a crash, stays on disk and comes back', async () => {
  const paper = new Paper()
  const reconciler = new Reconciler(paper.effects)
  await turn(reconciler, all(wanted(1, 80), wanted(2, 81)))
  paper.taken.add(81)
  reconciler.forgetRunning()
  expect(said(await reconciler.settle())).toEqual(['0002@1 refused'])
  expect(paper.running).toEqual(['0001@1'])
  expect(paper.reloads.at(-1)?.good).toHaveLength(2)
  paper.taken.clear()
  await reconciler.retryRefused()
  expect(said(await reconciler.settle())).toContain('0002@1 applied')
  expect(paper.running).toEqual(['0001@1', '0002@1'])
})

test('what nobody is named for is laid to those who brought something new', async () => {
  const paper = new Paper()
  const reconciler = new Reconciler(paper.effects)
  await turn(reconciler, all(wanted(1, 80)))
  paper.complaint = ({ parts }) => (parts.length > 1 ? 'out of something' : null)
  const result = await turn(reconciler, some(wanted(2, 81)))
  expect(said(result)).toEqual(['0002@1 refused'])
  expect(result.outcomes[0]?.diagnostics[0]?.message).toBe('HAProxy did not start with this change: out of something')
})

test('a HAProxy that starts with nothing is an error, and the next turn tries again', async () => {
  const paper = new Paper()
  const reconciler = new Reconciler(paper.effects)
  await turn(reconciler, all(wanted(1, 80)))
  reconciler.forgetRunning()
  paper.complaint = () => 'no memory'
  await expect(reconciler.settle()).rejects.toThrow('no memory')
  expect(reconciler.isBehind).toBe(true)
  paper.complaint = null
  await reconciler.settle()
  expect(paper.reloads).toHaveLength(2)
})

test('when a command fails, what runs is not known, and a reload sets it right', async () => {
  const paper = new Paper()
  const reconciler = new Reconciler(paper.effects)
  await turn(reconciler, all(wanted(1, 80)))
  paper.breaksAt = 'set-weight'
  const result = await turn(reconciler, some(wanted(1, 80, { revision: 2, weight: 5 })))
  expect(result.steps.map((step) => step.do)).toEqual(['reload'])
  expect(said(result)).toEqual(['0001@2 applied'])
})

test('a reload that threw may have happened: the next turn reloads', async () => {
  const paper = new Paper()
  const reconciler = new Reconciler(paper.effects)
  await turn(reconciler, all(wanted(1, 80)))
  paper.throws = true
  await expect(turn(reconciler, some(wanted(2, 81)))).rejects.toThrow('the disk is full')
  paper.throws = false
  expect(reconciler.isBehind).toBe(true)
  const result = await reconciler.settle()
  expect(said(result)).toEqual(['0002@1 applied'])
})

test('an outcome is said until it is taken, with all that was done for it', async () => {
  const paper = new Paper()
  const reconciler = new Reconciler(paper.effects)
  reconciler.take(all(wanted(1, 80)))
  await reconciler.settle()
  expect(reconciler.isBehind).toBe(true)
  const again = await reconciler.settle()
  expect(again.outcomes).toMatchObject([{ outcome: 'applied', steps: [{ do: 'reload' }] }])
  reconciler.told(again)
  expect((await reconciler.settle()).outcomes).toEqual([])
  expect(reconciler.isBehind).toBe(false)
})

test('a removal is said until it is taken', async () => {
  const paper = new Paper()
  const reconciler = new Reconciler(paper.effects)
  await turn(reconciler, all(wanted(1, 80), wanted(2, 81)))
  reconciler.take({ ...some(), removed: [idNumbered(2)] })
  expect((await reconciler.settle()).removed).toEqual([idNumbered(2)])
  const again = await reconciler.settle()
  expect(again.removed).toEqual([idNumbered(2)])
  reconciler.told(again)
  expect((await reconciler.settle()).removed).toEqual([])
})

test('what is asked again and did not change costs nothing; what is not asked for any more goes', async () => {
  const paper = new Paper()
  const reconciler = new Reconciler(paper.effects)
  await turn(reconciler, all(wanted(1, 80), wanted(2, 81)))
  const again = await turn(reconciler, all(wanted(1, 80), wanted(2, 81)))
  expect(said(again)).toEqual(['0001@1 applied', '0002@1 applied'])
  expect([again.steps, reconciler.unsaved]).toEqual([[], null])
  expect((await turn(reconciler, all(wanted(1, 80)))).removed).toEqual([idNumbered(2)])
  expect(paper.running).toEqual(['0001@1'])
})

test('a control plane that was set back gives a revision out twice: the document counts', async () => {
  const paper = new Paper()
  const reconciler = new Reconciler(paper.effects)
  await turn(reconciler, all(wanted(1, 80, { revision: 7, weight: 2 })))
  const result = await turn(reconciler, all(wanted(1, 80, { revision: 7, weight: 9 })))
  expect(result.steps.map((step) => step.do)).toEqual(['set-weight'])
})

test('what commands have made is not on disk until somebody says so', async () => {
  const paper = new Paper()
  const reconciler = new Reconciler(paper.effects)
  await turn(reconciler, all(wanted(1, 80)))
  reconciler.take(some(wanted(1, 80, { revision: 2, weight: 5 })))
  await reconciler.settle()
  expect(reconciler.unsaved?.good.map((one) => one.revision)).toEqual([2])
  await reconciler.settle()
  expect(reconciler.unsaved).not.toBe(null)
  if (reconciler.unsaved) reconciler.saved(reconciler.unsaved)
  await reconciler.settle()
  expect(reconciler.unsaved).toBe(null)
})

test('what an earlier engine left is gone on with, or reloaded when it is not what it should be', async () => {
  const documents = [wanted(1, 80)]
  const parts = documents.flatMap((one) => {
    const compiled = compileLoadBalancer(one, everyAbility)
    return 'diagnostics' in compiled ? [] : [compiled]
  })
  for (const isKnown of [true, false]) {
    const paper = new Paper()
    const reconciler = new Reconciler(paper.effects)
    reconciler.begin({ good: documents, parts, isKnown })
    const result = await turn(reconciler, all(...documents))
    expect(result.steps.map((step) => step.do)).toEqual(isKnown ? [] : ['reload'])
    expect(said(result)).toEqual(['0001@1 applied'])
  }
})

/** A load balancer with a port for datagrams, and the same for HAProxy. */
function mixed(port: number, revision: number): DesiredLoadBalancer {
  const { graph } = desiredOf({
    number: 1,
    load_balancer: { name: 'balancer 1', vip_address: '127.10.0.1' },
    listeners: [
      { name: 'dns', protocol: 'UDP', protocol_port: port },
      { name: 'dns over TCP', protocol: 'TCP', protocol_port: port },
    ],
  })
  return { revision, graph }
}

test('what the relay can not bind is refused before HAProxy is touched, and what was good goes on', async () => {
  const paper = new Paper()
  const reconciler = new Reconciler(paper.effects)
  reconciler.take({ is_complete: true, load_balancers: [mixed(53, 1)], removed: [] })
  const first = await reconciler.settle()
  expect(first.steps.map((step) => step.do)).toEqual(['set-relay', 'reload'])
  reconciler.told(first)
  paper.taken.add(54)
  reconciler.take({ is_complete: false, load_balancers: [mixed(54, 2)], removed: [] })
  const refused = await reconciler.settle()
  expect([refused.steps, refused.outcomes[0]?.outcome]).toEqual([[], 'refused'])
  expect(refused.outcomes[0]?.diagnostics[0]?.message).toContain('Port 54 on 127.10.0.1 is taken')
  expect([...paper.relayed.values()].flat().flatMap((one) => one.binds.map((bind) => bind.port))).toEqual([53])
  reconciler.told(refused)
  paper.taken.clear()
  expect(await reconciler.retryRefused()).toBe(true)
  const applied = await reconciler.settle()
  expect([applied.steps.map((step) => step.do), applied.outcomes[0]?.outcome]).toEqual([
    ['set-relay', 'reload'],
    'applied',
  ])
})

test('a relay that does not start is no reason for others to wait, and is tried again', async () => {
  const paper = new Paper()
  let isBroken = true
  const relay = async (step: RelayStep) => {
    if (isBroken) throw new Error('no such file')
    return paper.relay(step)
  }
  const reconciler = new Reconciler({ ...paper.effects, relay })
  reconciler.take({ is_complete: true, load_balancers: [mixed(53, 1), wanted(2, 80)], removed: [] })
  const { outcomes } = await reconciler.settle()
  expect(outcomes.map((one) => one.outcome)).toEqual(['refused', 'applied'])
  expect(outcomes[0]?.diagnostics[0]?.message).toBe('The datagram relay does not take this change: no such file')
  isBroken = false
  expect(await reconciler.retryRefused()).toBe(true)
  expect(
    (await reconciler.settle()).outcomes.find((one) => one.loadbalancer_id === idOf('load_balancer', 1, 1))?.outcome,
  ).toBe('applied')
})
