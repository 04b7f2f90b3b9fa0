'use client'

import { Check, TriangleAlert } from 'lucide-react'
import { classNames } from '../ui/class-names.ts'
import { type Step, type StepMark, steps } from './steps.ts'

const markWords: Record<StepMark, string> = {
  done: 'done',
  current: 'current step',
  error: 'needs attention',
  ahead: 'not seen yet',
}

/** Where one is and what is done. Every step can be gone to at any time. */
export function StepList({
  order,
  current,
  marks,
  onGo,
}: {
  readonly order: readonly Step[]
  readonly current: Step
  readonly marks: Readonly<Record<Step, StepMark>>
  readonly onGo: (step: Step) => void
}) {
  const at = order.indexOf(current)
  return (
    <nav aria-label="Steps">
      <p className="mb-2 text-caption text-muted md:hidden">
        Step {at + 1} of {order.length}: <span className="font-medium text-text">{steps[current].label}</span>
      </p>
      <ol className="flex gap-1 md:grid md:gap-0.5">
        {order.map((step, index) => (
          <li key={step} className="flex-1">
            <button
              type="button"
              aria-current={step === current ? 'step' : undefined}
              onClick={() => onGo(step)}
              className={classNames(
                'flex h-8 w-full items-center justify-center gap-2.5 rounded-control px-2 text-left text-muted transition-colors hover:bg-sunken hover:text-text md:h-9 md:justify-start pointer-coarse:h-11',
                step === current && 'bg-accent-soft font-medium text-text hover:bg-accent-soft',
              )}
            >
              <Mark mark={marks[step]} number={index + 1} />
              <span className="hidden md:inline">{steps[step].label}</span>
              <span className="sr-only">
                <span className="md:hidden">{steps[step].label}, </span>
                {markWords[marks[step]]}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  )
}

const markLooks: Record<StepMark, string> = {
  done: 'border-good-mark text-good',
  current: 'border-accent bg-accent text-on-accent',
  error: 'border-bad-mark text-bad',
  ahead: 'border-line-strong text-faint',
}

function Mark({ mark, number }: { readonly mark: StepMark; readonly number: number }) {
  return (
    <span
      aria-hidden
      className={classNames(
        'grid size-5 shrink-0 place-items-center rounded-full border text-caption tabular-nums',
        markLooks[mark],
      )}
    >
      {mark === 'done' && <Check className="size-3" strokeWidth={3} />}
      {mark === 'error' && <TriangleAlert className="size-3" />}
      {(mark === 'current' || mark === 'ahead') && number}
    </span>
  )
}
