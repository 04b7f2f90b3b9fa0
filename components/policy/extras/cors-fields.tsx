'use client'

import { useState } from 'react'
import { messageFor, numberFromText, textOf } from '../../forms/values.ts'
import { ChipsInput } from '../../ui/chips-input.tsx'
import { Field } from '../../ui/field.tsx'
import { Input } from '../../ui/input.tsx'
import { Switch } from '../../ui/switch.tsx'
import type { CorsDraft } from '../draft.ts'
import type { DraftFieldsProps } from '../draft-fields.ts'

const usual: CorsDraft = {
  allow_origins: [],
  allow_methods: ['GET', 'HEAD', 'POST'],
  allow_headers: [],
  expose_headers: [],
  allow_credentials: false,
  max_age: 3_600,
}

type List = 'allow_origins' | 'allow_methods' | 'allow_headers' | 'expose_headers'

const lists = [
  {
    name: 'allow_origins',
    label: 'Origins',
    help: 'Whose pages may call: https://app.example.com, or * for everybody.',
    example: 'https://app.example.com',
  },
  { name: 'allow_methods', label: 'Methods', help: 'What they may ask.', example: 'GET' },
  { name: 'allow_headers', label: 'Request headers', help: 'What they may send.', example: 'Content-Type' },
  { name: 'expose_headers', label: 'Response headers', help: 'What their scripts may read.', example: 'X-Total-Count' },
] as const

/** Which pages of other origins may call. */
export function CorsFields(props: DraftFieldsProps) {
  const { draft, issues, onChange, onLeave } = props
  const cors = draft.cors_config
  const set = (change: Partial<CorsDraft>) => onChange({ cors_config: { ...usual, ...cors, ...change } })
  return (
    <>
      <Field label="Let pages of other origins call" help="Preflights are answered here, and no member sees them.">
        {(control) => (
          <Switch
            {...control}
            className="my-1"
            checked={cors !== null}
            onCheckedChange={(isOn) => onChange({ cors_config: isOn ? usual : null })}
          />
        )}
      </Field>
      {cors !== null && (
        <>
          {lists.map((one) => (
            <NamesField
              key={one.name}
              {...one}
              values={cors[one.name]}
              issues={issues}
              onChange={(values) => set({ [one.name]: values })}
              onLeave={() => onLeave(`cors_config/${one.name}`)}
            />
          ))}
          <div className="grid items-start gap-3 sm:grid-cols-2">
            <Field label="With cookies" help="And other credentials. Not for *.">
              {(control) => (
                <Switch
                  {...control}
                  className="my-1"
                  checked={cors.allow_credentials}
                  onCheckedChange={(allow_credentials) => {
                    set({ allow_credentials })
                    onLeave('cors_config/allow_origins')
                  }}
                />
              )}
            </Field>
            <Field label="Preflights are kept for" error={messageFor(issues, 'cors_config/max_age') ?? undefined}>
              {(control) => (
                <Input
                  {...control}
                  isMono
                  unit="s"
                  inputMode="numeric"
                  autoComplete="off"
                  value={textOf(cors.max_age)}
                  onChange={(event) => set({ max_age: numberFromText(event.target.value) })}
                  onBlur={() => onLeave('cors_config/max_age')}
                />
              )}
            </Field>
          </div>
        </>
      )}
    </>
  )
}

function NamesField({
  name,
  label,
  help,
  example,
  values,
  issues,
  onChange,
  onLeave,
}: {
  readonly name: List
  readonly label: string
  readonly help: string
  readonly example: string
  readonly values: readonly string[]
  readonly issues: DraftFieldsProps['issues']
  readonly onChange: (values: readonly string[]) => void
  readonly onLeave: () => void
}) {
  const [text, setText] = useState('')
  const about = `cors_config/${name}`
  const bad = issues.flatMap((one) => (one.about.startsWith(`${about}/`) ? [Number(one.about.split('/')[2])] : []))
  return (
    <Field label={label} help={help} error={messageFor(issues, about) ?? undefined}>
      {(control) => (
        <ChipsInput
          control={control}
          values={values}
          text={text}
          commaAdds
          bad={bad}
          placeholder={example}
          onChange={(change) => {
            setText(change.text)
            if (change.values !== values) onChange(change.values)
          }}
          onBlur={() => {
            const value = text.trim()
            setText('')
            if (value !== '' && !values.includes(value)) onChange([...values, value])
            onLeave()
          }}
        />
      )}
    </Field>
  )
}
