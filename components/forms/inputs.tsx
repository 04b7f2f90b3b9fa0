'use client'

import type { Field as ModelField, ValueKind } from 'model/kit/field'
import type { ComponentType } from 'react'
import type { FieldControl } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { Textarea } from '../ui/textarea.tsx'
import type { Surroundings } from './choices.ts'
import { numberFromText, textOf, type Values } from './values.ts'

export type InputProps = {
  readonly field: ModelField
  readonly attribute: string
  readonly value: unknown
  /** Everything else in the form, for an input that depends on it. */
  readonly values: Values
  readonly surroundings: Surroundings
  readonly error?: string | undefined
  readonly isDisabled: boolean
  readonly onChange: (value: unknown) => void
}

type PlainProps = InputProps & { readonly control: FieldControl }
type PlainInput = ComponentType<PlainProps>

/** What the server takes when nothing is typed, shown where one would type. */
const placeholders: Readonly<Record<string, string>> = {
  url_path: '/',
  expected_codes: '200',
  domain_name: 'www.example.com',
  monitor_address: 'Same as the address',
  monitor_port: 'Same as the port',
}

function TextInput({ control, field, attribute, value, isDisabled, onChange }: PlainProps) {
  return (
    <Input
      {...control}
      value={textOf(value)}
      placeholder={placeholders[attribute]}
      disabled={isDisabled}
      isMono={field.kind === 'address'}
      autoComplete="off"
      spellCheck={false}
      // What is empty goes back to the default: "" for names, nothing for the rest.
      onChange={(event) => onChange(event.target.value === '' ? field.fallback : event.target.value)}
    />
  )
}

function NumberInput({ control, field, attribute, value, isDisabled, onChange }: PlainProps) {
  return (
    <Input
      {...control}
      value={textOf(value)}
      placeholder={placeholders[attribute]}
      unit={field.unit}
      disabled={isDisabled}
      isMono
      inputMode="numeric"
      autoComplete="off"
      onChange={(event) => onChange(numberFromText(event.target.value))}
    />
  )
}

function LongTextInput({ control, value, isDisabled, onChange }: PlainProps) {
  return (
    <Textarea
      {...control}
      rows={2}
      value={textOf(value)}
      disabled={isDisabled}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}

/** A list as lines. */
function LinesInput({ control, value, isDisabled, onChange }: PlainProps) {
  const lines = Array.isArray(value) ? value.join('\n') : textOf(value)
  return (
    <Textarea
      {...control}
      rows={3}
      isMono
      value={lines}
      disabled={isDisabled}
      spellCheck={false}
      onChange={(event) => onChange(event.target.value === '' ? null : event.target.value.split('\n'))}
      // While somebody types there is always an empty last line; it is dropped when they leave.
      onBlur={() => Array.isArray(value) && onChange(withoutEmpty(value))}
    />
  )
}

function withoutEmpty(lines: readonly unknown[]): string[] | null {
  const kept = lines.map((line) => textOf(line).trim()).filter((line) => line !== '')
  return kept.length === 0 ? null : kept
}

/** One input for each kind of value; booleans and choices have a shape of their own. */
export const inputs = {
  text: TextInput,
  'long-text': LongTextInput,
  boolean: TextInput,
  number: NumberInput,
  choice: TextInput,
  reference: TextInput,
  address: TextInput,
  list: LinesInput,
  record: TextInput,
  moment: TextInput,
} as const satisfies Record<ValueKind, PlainInput>
