import type { CompiledLoadBalancer } from '../compile/compiled.ts'
import { certificateSteps, ticketSteps } from './certificate-steps.ts'
import { mapSteps } from './map-steps.ts'
import { reloadReasons } from './reasons.ts'
import { relayedBy, relaySteps } from './relay-steps.ts'
import { serverSteps } from './server-steps.ts'
import type { Reason, RelayStep, RuntimeStep, Step } from './step.ts'

type Parts = readonly CompiledLoadBalancer[]
type HaproxyStep = Exclude<Step, RelayStep>

/** All that a change of load balancers does, the relay's part first, as the engine goes about it. */
export function planAll(running: Parts, wanted: Parts): Step[] {
  return [...relaySteps(relayedBy(running), wanted, running), ...plan(running, wanted)]
}

/**
 * The fewest steps from what runs to what is wanted: none, one reload, or only runtime commands. `running` is null when nobody
 * knows what runs. Checks that the engine runs itself are no steps: it follows `engineChecks` of what is wanted.
 */
export function plan(running: Parts | null, wanted: Parts): HaproxyStep[] {
  if (running === null) return [blindReload(wanted)]
  const pairs = pairsOf(running, wanted)
  const because = pairs.flatMap(({ before, after }) => reloadReasons(before, after))
  const steps = pairs.flatMap(({ before, after }) => [
    ...certificateSteps(before, after),
    ...ticketSteps(before, after),
    ...serverSteps(before, after),
    ...mapSteps(before, after),
  ])
  return because.length === 0 ? inOrder(steps) : [reload(because, steps)]
}

/** A step in words for people, as the log of one load balancer may show it: names of other load balancers stay out. */
export function stepText(step: Step, loadbalancer_id: string): string {
  switch (step.do) {
    case 'reload':
      return reloadText(step.because, loadbalancer_id)
    case 'add-server':
      return `Add ${step.member} to ${step.pool}, without a reload`
    case 'remove-server':
      return `Remove ${step.member} from ${step.pool}, without a reload`
    case 'set-weight':
      return `Set the weight of ${step.member} in ${step.pool} from ${step.before} to ${step.server.weight}, without a reload`
    case 'set-state':
      return `Switch ${step.member} in ${step.pool} ${step.server.state === 'ready' ? 'on' : 'off'}, without a reload`
    case 'swap-map':
      if (step.map.about === 'load_balancer') return 'Change what authorities are answered on port 80, without a reload'
      return `Swap the policies of ${step.listener}: ${step.changed} ${step.changed === 1 ? 'row' : 'rows'} changed, without a reload`
    case 'set-certificate':
      return `Replace ${replacedNouns[step.certificate.kind]} of ${step.listener}, without a reload`
    case 'renew-tickets':
      return `Look anew at the clients of ${step.listener} that resume a session, without a reload`
    case 'set-relay':
      return `Tell the datagram relay, without a reload: ${step.because.join('; ')}`
  }
}

const replacedNouns = {
  CERTIFICATE: 'a certificate',
  AUTHORITY: 'the authorities',
  REVOCATION_LIST: 'the revocation lists',
} as const

function reloadText(because: readonly Reason[], loadbalancer_id: string): string {
  const own = because.filter((one) => one.loadbalancer_id === loadbalancer_id).map((one) => one.text)
  return own.length === 0 ? 'Reload, which another load balancer needed' : `Reload: ${own.join('; ')}`
}

function blindReload(wanted: Parts): HaproxyStep {
  const ids = wanted.map((one) => one.loadbalancer_id)
  const text = 'what runs is not known'
  return { do: 'reload', because: ids.map((loadbalancer_id) => ({ loadbalancer_id, text })), loadbalancer_ids: ids }
}

function reload(because: readonly Reason[], steps: readonly RuntimeStep[]): HaproxyStep {
  const ids = new Set([...because, ...steps].map((one) => one.loadbalancer_id))
  return { do: 'reload', because, loadbalancer_ids: [...ids] }
}

type Pair = { readonly before: CompiledLoadBalancer | null; readonly after: CompiledLoadBalancer | null }

function pairsOf(running: Parts, wanted: Parts): Pair[] {
  // A load balancer that nobody touched is the same object: with thousands of them, most of the work is not done.
  const before = byId(running, new Set(wanted))
  const after = byId(wanted, new Set(running))
  const ids = [...new Set([...before.keys(), ...after.keys()])].toSorted()
  return ids.map((id) => ({ before: before.get(id) ?? null, after: after.get(id) ?? null }))
}

function byId(parts: Parts, except: ReadonlySet<CompiledLoadBalancer>): Map<string, CompiledLoadBalancer> {
  return new Map(parts.filter((one) => !except.has(one)).map((one) => [one.loadbalancer_id, one]))
}

/**
 * Members come before others go, so that a pool never has fewer than before and after. Policies send clients to members that came,
 * and none to members that are about to go.
 */
function inOrder(steps: readonly RuntimeStep[]): RuntimeStep[] {
  return steps.toSorted((one, other) => turnOf(one) - turnOf(other))
}

function turnOf(step: RuntimeStep): number {
  if (step.do === 'set-state') return step.server.state === 'ready' ? turns.enable : turns.disable
  return turns[step.do]
}

const turns = {
  'set-certificate': 0,
  'renew-tickets': 1,
  'add-server': 2,
  enable: 3,
  'set-weight': 4,
  'swap-map': 5,
  disable: 6,
  'remove-server': 7,
} as const
