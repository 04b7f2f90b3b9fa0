'use client'

import { weightRange } from 'model/member/weight'
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
  const isWeight = typeof value === 'number' && value >= weightRange.min && value <= weightRange.max
  const error = isWeight ? null : `A whole number from ${weightRange.min} to ${weightRange.max}`
  const save = () => {
    if (typed !== null && isWeight && value !== weight) onSave(value)
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
