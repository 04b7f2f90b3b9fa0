'use client'

import type { RedTest } from 'model/errors'
import dynamic from 'next/dynamic'
import { useEffect, useState } from 'react'
import { askWith } from '../override.ts'

// Most changes turn no test red: what asks comes with the first that does.
const RedTestsDialog = dynamic(() => import('./red-tests-dialog.tsx').then((module) => module.RedTestsDialog), {
  ssr: false,
})

type Question = { readonly red: readonly RedTest[]; readonly answer: (reason: string | null) => void }

/** Stands once in the console, and asks about every change that route tests stop: wherever it is made, one after the other. */
export function RedTests() {
  const [questions, setQuestions] = useState<readonly Question[]>([])
  useEffect(
    () =>
      askWith(
        (red) =>
          new Promise((resolve) => {
            const question: Question = {
              red,
              answer: (reason) => {
                setQuestions((before) => before.filter((one) => one !== question))
                resolve(reason)
              },
            }
            setQuestions((before) => [...before, question])
          }),
      ),
    [],
  )
  const [first] = questions
  return first ? <RedTestsDialog red={first.red} onAnswer={first.answer} /> : null
}
