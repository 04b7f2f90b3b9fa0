import { MoreOptions } from '../forms/more-options.tsx'
import { messageFor, numberFromText, textOf } from '../forms/values.ts'
import { Field } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import type { DraftFieldsProps } from './draft-fields.ts'

/** Where a new policy is put, and what it is for. */
export function LessCommonFields({
  draft,
  issues,
  onChange,
  onLeave,
  isNew,
}: DraftFieldsProps & { readonly isNew: boolean }) {
  const error = (attribute: string) => messageFor(issues, attribute) ?? undefined
  const place = draft.position === null ? 'last' : `at position ${draft.position}`
  return (
    <MoreOptions
      summary={[...(isNew ? [place] : []), draft.description || 'no description'].join(' · ')}
      hasError={Boolean(error('position') ?? error('description'))}
    >
      {isNew && (
        <Field label="Position" help="1 is tried first. Empty is last." error={error('position')}>
          {(control) => (
            <Input
              {...control}
              isMono
              inputMode="numeric"
              autoComplete="off"
              placeholder="Last"
              value={textOf(draft.position)}
              // Text that is no number stays for the schema to refuse.
              onChange={(event) => onChange({ position: numberFromText(event.target.value) as number | null })}
              onBlur={() => onLeave('position')}
            />
          )}
        </Field>
      )}
      <Field label="Description" help="What it is for." error={error('description')} className="sm:col-span-2">
        {(control) => (
          <Input
            {...control}
            autoComplete="off"
            value={draft.description}
            onChange={(event) => onChange({ description: event.target.value })}
            onBlur={() => onLeave('description')}
          />
        )}
      </Field>
    </MoreOptions>
  )
}
