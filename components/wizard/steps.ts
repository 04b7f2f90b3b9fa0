import type { DraftIssue } from './draft-issues.ts'

/** The steps of the wizard, in their order. */
export const steps = {
  load_balancer: { label: 'Load balancer', about: 'A name, and the address that clients connect to.' },
  listener: { label: 'Listener', about: 'The protocol and the port that it answers on.' },
  pool: { label: 'Pool', about: 'The group of servers behind it, and how one is chosen.' },
  members: { label: 'Members', about: 'The servers themselves. They can be added later, too.' },
  health_monitor: { label: 'Health monitor', about: 'How it learns that a member works.' },
  review: { label: 'Review', about: 'Everything at a glance, and what HAProxy will do.' },
} as const satisfies Record<string, { readonly label: string; readonly about: string }>
export type Step = keyof typeof steps

export const stepOrder = Object.keys(steps) as Step[]

/** The steps of a draft: a listener that passes nothing on has no pool behind it. */
export function stepsOf(passesOn: boolean): Step[] {
  return passesOn ? stepOrder : stepOrder.filter((step) => !behindListener.includes(step))
}

const behindListener: readonly Step[] = ['pool', 'members', 'health_monitor']

export type StepMark = 'done' | 'current' | 'error' | 'ahead'

/** How a step stands: an error shows once somebody has been there, and also on the step that is open, after Next was refused. */
export function markOf(
  step: Step,
  current: Step,
  seen: ReadonlySet<Step>,
  issues: readonly Pick<DraftIssue, 'step'>[],
): StepMark {
  if (step === current) return 'current'
  if (!seen.has(step)) return 'ahead'
  return issues.some((issue) => issue.step === step) ? 'error' : 'done'
}

export function stepAfter(step: Step, order: readonly Step[]): Step {
  return order[order.indexOf(step) + 1] ?? 'review'
}

export function stepBefore(step: Step, order: readonly Step[]): Step {
  return order[order.indexOf(step) - 1] ?? 'load_balancer'
}
