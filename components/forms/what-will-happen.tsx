import { RotateCw, Zap } from 'lucide-react'
import type { StepRecord } from 'model/contract/report'
import type { ReactNode } from 'react'
import { Skeleton } from '../ui/skeleton.tsx'

/** The steps that HAProxy will take for a change, before it is made: at run time, or by a reload and why. */
export function WhatWillHappen({
  steps,
  isLoading,
  nothing = 'Nothing: the data plane runs the same as before.',
}: {
  readonly steps: readonly StepRecord[] | undefined
  readonly isLoading: boolean
  readonly nothing?: string
}) {
  return (
    <section className="grid gap-1.5" aria-label="What will happen" aria-live="polite" aria-busy={isLoading}>
      <h3 className="font-medium">What will happen</h3>
      {steps === undefined && isLoading && <Skeleton className="my-1 w-72" />}
      {steps?.length === 0 && <p className="text-muted">{nothing}</p>}
      <ol className="grid gap-1.5">
        {steps?.map((step) => (
          <StepLine key={`${step.do} ${step.text}`} isReload={step.do === 'reload'}>
            {step.text}
          </StepLine>
        ))}
      </ol>
    </section>
  )
}

function StepLine({ isReload, children }: { readonly isReload: boolean; readonly children: ReactNode }) {
  const Mark = isReload ? RotateCw : Zap
  return (
    <li className="flex items-start gap-2">
      <Mark className="mt-0.5 size-4 shrink-0 text-faint" aria-hidden />
      <span className="min-w-0 break-words">
        {children}
        {isReload && (
          <span className="block text-caption text-muted">
            A new HAProxy process takes over the sockets; connections are kept.
          </span>
        )}
      </span>
    </li>
  )
}
