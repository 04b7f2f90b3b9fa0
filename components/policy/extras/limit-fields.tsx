import { messageFor, numberFromText, textOf } from '../../forms/values.ts'
import { Field } from '../../ui/field.tsx'
import { Input } from '../../ui/input.tsx'
import type { LimitDraft } from '../draft.ts'
import type { DraftFieldsProps } from '../draft-fields.ts'

const parts = [
  { part: 'qps', label: 'In all', placeholder: 'No limit', unit: '/s', help: 'Requests a second.' },
  {
    part: 'per_source_ip_qps',
    label: 'From one client',
    placeholder: 'No limit',
    unit: '/s',
    help: 'Lower than in all.',
  },
  { part: 'burst', label: 'Burst', placeholder: '0', unit: undefined, help: 'So many more at once.' },
] as const

/** How many requests are let through. */
export function LimitFields({ draft, issues, onChange, onLeave }: DraftFieldsProps) {
  const limit = draft.traffic_limit_config
  const set = (change: Partial<LimitDraft>) => onChange({ traffic_limit_config: { ...limit, ...change } })
  return (
    <>
      <p className="text-caption text-faint">
        What comes faster is answered with 503 and reaches no member. Empty is no limit.
      </p>
      <div className="grid items-start gap-3 sm:grid-cols-3">
        {parts.map(({ part, label, placeholder, unit, help }) => (
          <Field
            key={part}
            label={label}
            help={help}
            error={messageFor(issues, `traffic_limit_config/${part}`) ?? undefined}
          >
            {(control) => (
              <Input
                {...control}
                isMono
                unit={unit}
                inputMode="numeric"
                autoComplete="off"
                placeholder={placeholder}
                value={limit[part] === 0 ? '' : textOf(limit[part])}
                onChange={(event) => set({ [part]: numberFromText(event.target.value) })}
                onBlur={() => onLeave('traffic_limit_config')}
              />
            )}
          </Field>
        ))}
      </div>
    </>
  )
}
