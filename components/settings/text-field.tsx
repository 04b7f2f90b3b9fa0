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

type Described = {
  readonly draft: { readonly description: string }
  readonly edit: (change: { readonly description: string }) => void
  readonly errorOf: (field: string) => string | undefined
}
type Named = {
  readonly draft: { readonly name: string }
  readonly edit: (change: { readonly name: string }) => void
  readonly errorOf: (field: string) => string | undefined
  readonly help?: string
  /** In characters. */
  readonly maxLength?: number
}

/** What something of the directory is called. */
export function NameField({ draft, edit, errorOf, help, maxLength = 64 }: Named) {
  return (
    <TextField
      label="Name"
      help={help}
      maxLength={maxLength}
      error={errorOf('name')}
      value={draft.name}
      onChange={(name) => edit({ name })}
      isRequired
    />
  )
}

export function DescriptionField({ draft, edit, errorOf }: Described) {
  return (
    <TextField
      label="Description"
      error={errorOf('description')}
      value={draft.description}
      onChange={(description) => edit({ description })}
    />
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
