'use client'

import type { ComponentProps, ReactNode } from 'react'
import { Field } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { Switch } from '../ui/switch.tsx'

/** A line of text with its label, help and error. */
export function TextField({
  label,
  help,
  error,
  value,
  onChange,
  isRequired = false,
  ...rest
}: {
  readonly label: string
  readonly help?: ReactNode
  readonly error?: string | undefined
  readonly value: string
  readonly onChange: (value: string) => void
  readonly isRequired?: boolean
} & Pick<ComponentProps<'input'>, 'type' | 'placeholder' | 'maxLength' | 'inputMode'>) {
  return (
    <Field label={label} help={help} error={error} isRequired={isRequired}>
      {(control) => (
        <Input
          {...control}
          {...rest}
          autoComplete="off"
          spellCheck={false}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}

export function SwitchField({
  label,
  help,
  value,
  onChange,
}: {
  readonly label: string
  readonly help: string
  readonly value: boolean
  readonly onChange: (value: boolean) => void
}) {
  return (
    <Field label={label} help={help}>
      {(control) => (
        <Switch
          id={control.id}
          aria-describedby={control['aria-describedby']}
          checked={value}
          onCheckedChange={onChange}
        />
      )}
    </Field>
  )
}
