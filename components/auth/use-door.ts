'use client'

import { type FormEvent, useState } from 'react'
import { ApiError } from '../api-error.ts'

export type Person = { readonly name: string; readonly password: string }

/** A form of name and password: what was typed, what was wrong with it, and sending it. */
export function useDoor({
  name,
  enter,
  leaveTo,
}: {
  readonly name: string
  readonly enter: (person: Person) => Promise<void>
  readonly leaveTo: string
}) {
  const [person, setPerson] = useState<Person>({ name, password: '' })
  const [error, setError] = useState<ApiError | null>(null)
  const [isBusy, setBusy] = useState(false)

  const submit = async () => {
    setBusy(true)
    setError(null)
    try {
      await enter(person)
      // A whole page load, so that the server sees the new cookie first.
      window.location.assign(leaveTo)
    } catch (caught) {
      setError(caught instanceof ApiError ? caught : new ApiError(String(caught), { status: 0 }))
      setBusy(false)
    }
  }
  return {
    person,
    isBusy,
    set: (changes: Partial<Person>) => setPerson((now) => ({ ...now, ...changes })),
    /** What is wrong with one field, or with all of it (`null`). */
    errorOf: (field: keyof Person | null) => {
      const found = error?.issues.find((issue) => issue.about === field)
      if (field !== null) return found?.message
      return error?.issues.every((issue) => issue.about !== 'name' && issue.about !== 'password')
        ? error.message
        : undefined
    },
    onSubmit: (event: FormEvent) => {
      event.preventDefault()
      void submit()
    },
  }
}
