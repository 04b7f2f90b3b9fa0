'use client'

import { Plus, Trash2 } from 'lucide-react'
import { type HeaderValueType, headerValueTypes, systemValues } from 'model/l7/policy-configs'
import { useState } from 'react'
import { messageFor } from '../../forms/values.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { ChipsInput } from '../../ui/chips-input.tsx'
import { Field, FieldError } from '../../ui/field.tsx'
import { Input } from '../../ui/input.tsx'
import { Select } from '../../ui/select.tsx'
import { type HeaderDraft, headerDraft } from '../draft.ts'
import type { DraftFieldsProps } from '../draft-fields.ts'

type Inserting = DraftFieldsProps & {
  readonly attribute: 'insert_headers_config' | 'insert_response_headers_config'
}

const valueTypes = Object.entries(headerValueTypes).map(([value, { label, help }]) => ({
  value: value as HeaderValueType,
  label,
  help,
}))
const known = Object.entries(systemValues).map(([value, help]) => ({ value, label: value, help }))

/** Headers that are set, in the place of those of the same name. */
export function InsertedHeaders({ draft, attribute, issues, onChange, onLeave }: Inserting) {
  const headers = draft[attribute]
  const put = (next: readonly HeaderDraft[]) => onChange({ [attribute]: next })
  const whole = issues.find((one) => one.about === `${attribute}/configs`)
  return (
    <div className="grid gap-2">
      <h4 className="text-caption text-muted">Set, in the place of one that is there</h4>
      {headers.length > 0 && (
        <ul className="grid gap-3">
          {headers.map((header, at) => (
            <HeaderRow
              key={header.row}
              header={header}
              number={at + 1}
              errorOf={(part) => messageFor(issues, `${attribute}/configs/${at}/${part}`)}
              onChange={(change) => put(headers.map((one) => (one.row === header.row ? { ...one, ...change } : one)))}
              onLeave={(part) => onLeave(`${attribute}/configs/${at}/${part}`)}
              onRemove={() => put(headers.filter((one) => one.row !== header.row))}
            />
          ))}
        </ul>
      )}
      {whole && <FieldError>{whole.message}</FieldError>}
      <div>
        <Button size="small" onClick={() => put([...headers, headerDraft()])}>
          <Plus aria-hidden />
          Set a header
        </Button>
      </div>
    </div>
  )
}

function HeaderRow({
  header,
  number,
  errorOf,
  onChange,
  onLeave,
  onRemove,
}: {
  readonly header: HeaderDraft
  readonly number: number
  readonly errorOf: (part: 'key' | 'value') => string | null
  readonly onChange: (change: Partial<HeaderDraft>) => void
  readonly onLeave: (part: 'key' | 'value') => void
  readonly onRemove: () => void
}) {
  const [keyError, valueError] = [errorOf('key'), errorOf('value')]
  const isKnown = header.value_type === 'SYSTEM_DEFINED'
  return (
    <li className="grid gap-1.5">
      <div className="flex items-center gap-2">
        <Input
          aria-label={`Header ${number}, name`}
          aria-invalid={keyError ? true : undefined}
          isMono
          autoComplete="off"
          spellCheck={false}
          placeholder="X-Name"
          value={header.key}
          onChange={(event) => onChange({ key: event.target.value })}
          onBlur={() => onLeave('key')}
        />
        <Select
          aria-label={`Header ${number}, where its text comes from`}
          className="w-36 shrink-0 sm:w-44"
          value={header.value_type}
          options={valueTypes}
          onChange={(value_type) => onChange({ value_type, value: value_type === 'SYSTEM_DEFINED' ? 'CLIENT-IP' : '' })}
        />
        <IconButton label={`Remove header ${number}`} size="iconSmall" onClick={onRemove}>
          <Trash2 aria-hidden />
        </IconButton>
      </div>
      {isKnown ? (
        <Select
          aria-label={`Header ${number}, text`}
          value={header.value}
          options={known}
          onChange={(value) => onChange({ value })}
        />
      ) : (
        <Input
          aria-label={`Header ${number}, text`}
          aria-invalid={valueError ? true : undefined}
          isMono
          autoComplete="off"
          spellCheck={false}
          placeholder={header.value_type === 'REFERENCE_HEADER' ? 'User-Agent' : 'Any text'}
          value={header.value}
          onChange={(event) => onChange({ value: event.target.value })}
          onBlur={() => onLeave('value')}
        />
      )}
      {(keyError ?? valueError) && <FieldError>{keyError ?? valueError}</FieldError>}
    </li>
  )
}

/** Headers that are taken out. */
export function RemovedHeaders({
  draft,
  attribute,
  issues,
  onChange,
  onLeave,
}: DraftFieldsProps & { readonly attribute: 'remove_headers_config' | 'remove_response_headers_config' }) {
  const [text, setText] = useState('')
  const names = draft[attribute]
  const isRequest = attribute === 'remove_headers_config'
  const bad = issues.flatMap(({ about }) => {
    const [, at] = new RegExp(`^${attribute}/configs/(\\d+)`).exec(about) ?? []
    return at === undefined ? [] : [Number(at)]
  })
  const add = (all: readonly string[]) => onChange({ [attribute]: all })
  return (
    <Field
      label={<span className="font-normal text-caption text-muted">Remove</span>}
      help={isRequest ? 'The member does not get them. Enter adds one more.' : 'The client does not get them.'}
      error={messageFor(issues, attribute) ?? undefined}
    >
      {(control) => (
        <ChipsInput
          control={control}
          values={names}
          text={text}
          commaAdds
          bad={bad}
          placeholder={isRequest ? 'X-Debug' : 'Server'}
          onChange={(change) => {
            setText(change.text)
            if (change.values !== names) add(change.values)
            onLeave(attribute)
          }}
          onBlur={() => {
            const name = text.trim()
            setText('')
            if (name !== '' && !names.includes(name)) add([...names, name])
            onLeave(attribute)
          }}
        />
      )}
    </Field>
  )
}
