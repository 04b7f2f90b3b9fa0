'use client'

import { member as memberResource } from 'model/resources/member'
import { useState } from 'react'
import { numberFromText } from '../forms/values.ts'
import { Input } from '../ui/input.tsx'

/** A weight that is edited in its row: Enter or leaving saves, Escape takes back. */
export function WeightInput({
  weight,
  label,
  isDisabled,
  onSave,
}: {
  readonly weight: number
  readonly label: string
  readonly isDisabled: boolean
  readonly onSave: (weight: number) => void
}) {
  const [typed, setTyped] = useState<string | null>(null)
  const value = numberFromText(typed ?? String(weight))
  const parsed = memberResource.fields.weight.accepts.safeParse(value)
  const error = typed === null || parsed.success ? null : (parsed.error.issues[0]?.message ?? null)
  const save = () => {
    if (typed !== null && parsed.success && parsed.data !== weight) onSave(parsed.data)
    setTyped(null)
  }
  return (
    <Input
      aria-label={label}
      aria-invalid={error ? true : undefined}
      title={error ?? undefined}
      className="ml-auto h-7 w-14 text-right"
      isMono
      inputMode="numeric"
      autoComplete="off"
      disabled={isDisabled}
      value={typed ?? String(weight)}
      onChange={(event) => setTyped(event.target.value)}
      onFocus={(event) => event.target.select()}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur()
        if (event.key === 'Escape') setTyped(null)
      }}
    />
  )
}
