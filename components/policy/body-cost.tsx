import { Hourglass } from 'lucide-react'
import { bodyWaitSeconds, mostBodyBytes, waitingBodyKilobytes } from 'model/l7/body'
import { type RuleKind, ruleKinds } from 'model/l7/rule-kinds'
import type { L7Rule } from 'model/resources/l7-rule'

const bytes = mostBodyBytes.toLocaleString('en')
const cost = `Each request that waits takes about ${waitingBodyKilobytes} kB of HAProxy’s memory, and who has not sent the body after ${bodyWaitSeconds} seconds is answered with 408.`

/** Whether requests wait with their bodies for a policy. */
export function needsBody(rules: readonly Pick<L7Rule, 'type' | 'admin_state_up'>[]): boolean {
  return rules.some(({ type, admin_state_up }) => admin_state_up && (ruleKinds[type] as RuleKind).needsBody === true)
}

/** Said where a condition asks for a body: it is the only kind that costs memory. */
export function BodyCost() {
  return (
    <p className="flex items-start gap-2 rounded-control bg-warn-soft px-3 py-2 text-caption text-warn">
      <Hourglass className="mt-0.5 size-3.5 shrink-0" aria-hidden />
      <span>
        Looking into bodies is expensive: requests for which all other conditions hold wait until their body is there.{' '}
        {cost} A body over {bytes} bytes meets no such condition. Narrow it down with a path, a host or a method.
      </span>
    </p>
  )
}

export function BodyMark() {
  return (
    <span className="flex items-center gap-1 text-warn" title={`Its requests wait until their body is there. ${cost}`}>
      <Hourglass className="size-3" aria-hidden />
      waits for bodies
    </span>
  )
}
