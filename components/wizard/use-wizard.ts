'use client'

import { useCallback, useMemo, useState } from 'react'
import { useFirstErrorFocus, useShownIssues } from '../forms/use-shown-issues.ts'
import type { Values } from '../forms/values.ts'
import { type Draft, type DraftPart, passesOn, withValues } from './draft.ts'
import { type DraftIssue, draftIssues } from './draft-issues.ts'
import { markOf, type Step, type StepMark, stepAfter, stepBefore, stepOrder, stepsOf } from './steps.ts'

export type Wizard = ReturnType<typeof useWizard>

/** The state of the wizard: the draft, the step that is open, and what is wrong where. */
export function useWizard(start: Draft, nextAddress: string | null) {
  const [draft, setDraft] = useState(start)
  const [step, setStep] = useState<Step>('load_balancer')
  const [seen, setSeen] = useState<ReadonlySet<Step>>(new Set())
  const [refusals, setRefusals] = useState<readonly DraftIssue[]>([])
  const own = useMemo(() => draftIssues(draft, nextAddress), [draft, nextAddress])
  const issues = useMemo(() => [...own, ...refusals], [own, refusals])
  const here = issues.filter((issue) => issue.step === step)
  const { shown, leave, showAll, startOver } = useShownIssues(here)
  const { ref, focusFirstError } = useFirstErrorFocus<HTMLDivElement>()

  const change = useCallback((edit: (draft: Draft) => Draft) => {
    setDraft(edit)
    // What the server said was about the draft as it was.
    setRefusals([])
  }, [])
  const go = useCallback(
    (to: Step) => {
      setSeen((before) => new Set([...before, step]))
      setStep(to)
      startOver()
      window.scrollTo({ top: 0 })
    },
    [step, startOver],
  )
  const explain = useCallback(() => {
    showAll()
    focusFirstError()
  }, [showAll, focusFirstError])
  const order = stepsOf(passesOn(draft))
  const marks = Object.fromEntries(stepOrder.map((one) => [one, markOf(one, step, seen, issues)])) as Record<
    Step,
    StepMark
  >

  return {
    draft,
    isDirty: draft !== start,
    step,
    /** The steps that there are. */
    order,
    marks,
    issues,
    /** The issues of the open step that are to be shown. */
    shown,
    ref,
    change,
    leave,
    go,
    set: (part: DraftPart, patch: Values) => change((before) => withValues(before, part, patch)),
    back: () => go(stepBefore(step, order)),
    /** On to the next step, or to the words that say why not. */
    next: () => (here.length > 0 ? explain() : go(stepAfter(step, order))),
    /** Opens the step that is wrong and shows all that is wrong there. */
    showProblem: (to: Step) => {
      go(to)
      explain()
    },
    /** What the server refused, at its place. */
    refuse: (said: readonly DraftIssue[]) => {
      setRefusals(said)
      const first = said.find((issue) => issue.step !== 'review')
      if (!first) return
      go(first.step)
      explain()
    },
  }
}
