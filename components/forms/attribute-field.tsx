'use client'

import type { Issue } from 'model/errors'
import type { Field as ModelField } from 'model/kit/field'
import type { Resource } from 'model/kit/resource'
import { type ResourceKind, resources } from 'model/resources/index'
import { Field, FieldSet } from '../ui/field.tsx'
import { RadioCards } from '../ui/radio-cards.tsx'
import { Select } from '../ui/select.tsx'
import { Switch } from '../ui/switch.tsx'
import { choicesOf, type Surroundings } from './choices.ts'
import { type InputProps, inputs } from './inputs.tsx'
import { specialInputs } from './special-inputs.tsx'
import { messageFor, type Values } from './values.ts'

export type AttributeFieldProps = {
  readonly kind: ResourceKind
  readonly attribute: string
  readonly values: Values
  readonly issues: readonly Issue[]
  readonly surroundings: Surroundings
  readonly onChange: (patch: Values) => void
  readonly onLeave: (attribute: string) => void
  /** Why it can not be changed here, or null. */
  readonly fixedBecause?: string | null
  readonly help?: string
}

/** One attribute of a resource, drawn from what the model says about it. */
export function AttributeField(props: AttributeFieldProps) {
  const { kind, attribute } = props
  const field = (resources[kind] as Resource).fields[attribute]
  if (!field) return null
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only hears that the focus left one of the controls inside.
    <div
      onBlur={() => props.onLeave(attribute)}
      data-attribute={attribute}
      className={field.kind === 'number' ? undefined : 'col-span-full'}
    >
      <Control {...props} field={field} />
    </div>
  )
}

function Control(props: AttributeFieldProps & { readonly field: ModelField }) {
  const { kind, attribute, field, values, issues, surroundings, onChange, fixedBecause } = props
  const error = messageFor(issues, attribute) ?? undefined
  const help = fixedBecause ?? props.help ?? field.help
  const value = values[attribute] ?? field.fallback
  const input: InputProps = {
    field,
    attribute,
    value,
    values,
    surroundings,
    error,
    isDisabled: Boolean(fixedBecause),
    onChange: (next) => onChange({ [attribute]: next }),
  }
  const Special = specialInputs[attribute]
  if (Special) return <Special {...input} help={help} />
  if (field.kind === 'boolean') return <SwitchRow {...input} help={help} />
  if (field.kind === 'choice') return <ChoiceField {...input} kind={kind} help={help} />
  const Plain = inputs[field.kind]
  return (
    <Field label={field.label} help={help} error={error} isRequired={field.onCreate === 'required'}>
      {(control) => <Plain {...input} control={control} />}
    </Field>
  )
}

function ChoiceField({ kind, help, ...input }: InputProps & { readonly kind: ResourceKind; readonly help: string }) {
  const { field, attribute, surroundings, value, onChange } = input
  const choices = choicesOf(kind, attribute, surroundings)
  const chosen = typeof value === 'string' ? value : null
  if (choices.every((choice) => choice.help)) {
    // What can not be chosen any more would only push away what can be changed.
    const offered = input.isDisabled ? choices.filter((choice) => choice.value === chosen) : choices
    return (
      <FieldSet legend={field.label} help={help} error={input.error}>
        <RadioCards
          label={field.label}
          value={chosen}
          choices={offered}
          onChange={onChange}
          columns={offered.length > 3 ? 2 : 1}
          isDisabled={input.isDisabled}
        />
      </FieldSet>
    )
  }
  const options = choices.map(({ value: name, label }) => ({ value: name, label }))
  return (
    <Field label={field.label} help={help} error={input.error}>
      {(control) => (
        <Select
          {...control}
          value={chosen}
          options={options}
          onChange={onChange}
          placeholder="GET"
          isDisabled={input.isDisabled}
        />
      )}
    </Field>
  )
}

function SwitchRow({ field, value, onChange, isDisabled, error, help }: InputProps & { readonly help: string }) {
  return (
    <Field label={field.label} help={help} error={error}>
      {(control) => (
        <Switch
          {...control}
          checked={value === true}
          onCheckedChange={onChange}
          disabled={isDisabled}
          className="my-1"
        />
      )}
    </Field>
  )
}
