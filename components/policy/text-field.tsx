import type { ReactNode } from 'react'
import { messageFor } from '../forms/values.ts'
import { Field } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import type { DraftFieldsProps } from './draft-fields.ts'

/** A URL as one text. */
export function TextField({
  draft,
  issues,
  onChange,
  onLeave,
  attribute,
  label,
  help,
  example,
  aside,
}: DraftFieldsProps & {
  readonly attribute: 'redirect_url' | 'redirect_prefix'
  readonly label: string
  readonly help: string
  readonly example: string
  readonly aside?: ReactNode
}) {
  return (
    <Field label={label} help={help} error={messageFor(issues, attribute) ?? undefined} isRequired aside={aside}>
      {(control) => (
        <Input
          {...control}
          isMono
          type="url"
          autoComplete="off"
          spellCheck={false}
          placeholder={example}
          value={draft[attribute]}
          onChange={(event) => onChange({ [attribute]: event.target.value })}
          onBlur={() => onLeave(attribute)}
        />
      )}
    </Field>
  )
}
