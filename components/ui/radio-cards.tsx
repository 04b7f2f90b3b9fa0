'use client'

import * as RadioParts from 'radix-ui/radio-group'
import { type ReactNode, useId } from 'react'
import { classNames } from './class-names.ts'

export type Choice<T extends string = string> = {
  readonly value: T
  readonly label: string
  readonly help?: ReactNode
  /** Why it can not be chosen now. */
  readonly refusal?: string | null
}

export type RadioCardsProps<T extends string> = {
  readonly label: string
  readonly value: T | null
  readonly choices: readonly Choice<T>[]
  readonly onChange: (value: T) => void
  readonly columns?: 1 | 2 | 3
  readonly isDisabled?: boolean
}

/** A choice of up to four, each explained where it is made. */
export function RadioCards<T extends string>({
  label,
  value,
  choices,
  onChange,
  columns = 1,
  isDisabled = false,
}: RadioCardsProps<T>) {
  const id = useId()
  return (
    <RadioParts.Root
      aria-label={label}
      value={value ?? ''}
      onValueChange={(next) => onChange(next as T)}
      disabled={isDisabled}
      className={classNames('grid gap-2', columns === 2 && 'sm:grid-cols-2', columns === 3 && 'sm:grid-cols-3')}
    >
      {choices.map((choice) => (
        <RadioParts.Item
          key={choice.value}
          value={choice.value}
          disabled={Boolean(choice.refusal)}
          aria-labelledby={`${id}-${choice.value}`}
          aria-describedby={`${id}-${choice.value}-help`}
          className="group flex items-start gap-2.5 rounded-control border border-line-strong bg-surface px-3 py-2 text-left transition-colors hover:border-control disabled:cursor-not-allowed disabled:bg-sunken data-[state=checked]:border-accent-mark data-[state=checked]:bg-accent-soft"
        >
          <span
            className="mt-0.5 grid size-4 shrink-0 place-items-center rounded-full border border-control bg-surface group-data-[state=checked]:border-accent"
            aria-hidden
          >
            <RadioParts.Indicator className="block size-2 rounded-full bg-accent" />
          </span>
          <span className="grid gap-0.5">
            <span id={`${id}-${choice.value}`} className="font-medium text-body">
              {choice.label}
            </span>
            <span id={`${id}-${choice.value}-help`} className="text-caption text-muted">
              {choice.refusal ?? choice.help}
            </span>
          </span>
        </RadioParts.Item>
      ))}
    </RadioParts.Root>
  )
}
