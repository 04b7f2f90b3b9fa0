'use client'

import { inherited } from 'model/l7/inherited'
import { redirectCodes } from 'model/l7/policy-actions'
import { redirectUrlCodes } from 'model/l7/policy-configs'
import { messageFor } from '../forms/values.ts'
import { Button } from '../ui/button.tsx'
import { Field, FieldError, FieldSet } from '../ui/field.tsx'
import { Select } from '../ui/select.tsx'
import type { PolicyDraft } from './draft.ts'
import type { DraftFieldsProps } from './draft-fields.ts'
import { TemplateField } from './template-field.tsx'
import { TextField } from './text-field.tsx'

/** Where the client is told to go: one certain URL, or its own with some parts changed. */
export function UrlFields(props: DraftFieldsProps) {
  const { draft, onChange } = props
  if (draft.redirect_url_config !== null) return <PartsFields {...props} />
  return (
    <TextField
      {...props}
      attribute="redirect_url"
      label="URL"
      help="Where every request that it takes is told to go."
      example="https://www.example.com/sorry"
      aside={
        <Button
          look="link"
          className="text-caption"
          onClick={() => onChange({ redirect_url_config: partsFrom(draft) })}
        >
          In parts
        </Button>
      }
    />
  )
}

type Parts = NonNullable<PolicyDraft['redirect_url_config']>

/** Whether a condition about the path finds parts of it; a $ is a character of URLs else. */
function hasGroups({ rules }: PolicyDraft): boolean {
  return rules.some(
    ({ type, compare_type, invert }) =>
      type === 'PATH' && !invert && (compare_type === 'REGEX' || compare_type === 'WILDCARD'),
  )
}

/** HTTPS is what most people come for. */
function partsFrom({ redirect_http_code }: PolicyDraft): Parts {
  return { ...inherited, protocol: 'HTTPS', port: '443', status_code: String(redirect_http_code) }
}

const protocols = [
  { value: inherited.protocol, label: 'As asked' },
  { value: 'HTTP', label: 'HTTP' },
  { value: 'HTTPS', label: 'HTTPS' },
]

function PartsFields(props: DraftFieldsProps) {
  const { draft, issues, onChange, onLeave } = props
  const parts = draft.redirect_url_config
  if (parts === null) return null
  const set = (change: Partial<Parts>) => onChange({ redirect_url_config: { ...parts, ...change } })
  const error = (part: keyof Parts) => messageFor(issues, `redirect_url_config/${part}`) ?? undefined
  const leave = (part: keyof Parts) => onLeave(`redirect_url_config/${part}`)
  const whole = issues.find((one) => one.about === 'redirect_url_config')
  const part = (name: 'host' | 'port' | 'path' | 'query') => ({
    value: parts[name],
    error: error(name),
    onChange: (value: string) => set({ [name]: value }),
    onLeave: () => leave(name),
  })
  return (
    <FieldSet legend="URL">
      <div className="grid gap-4">
        <div className="flex items-center justify-between gap-3">
          <p className="text-caption text-faint">
            <span className="font-mono">{inherited.host}</span> and its like stay as the client asked for them.
          </p>
          <Button look="link" className="text-caption" onClick={() => onChange({ redirect_url_config: null })}>
            One URL
          </Button>
        </div>
        <div className="grid items-start gap-3 sm:grid-cols-2">
          <Field label="Protocol" error={error('protocol')}>
            {(control) => (
              <Select
                {...control}
                value={parts.protocol}
                options={protocols}
                onChange={(protocol) => set({ protocol })}
              />
            )}
          </Field>
          <Field label="Code" help={redirectCodes[Number(parts.status_code) as keyof typeof redirectCodes]}>
            {(control) => (
              <Select
                {...control}
                value={parts.status_code}
                options={redirectUrlCodes.map((value) => ({
                  value,
                  label: value,
                  help: redirectCodes[Number(value) as keyof typeof redirectCodes],
                }))}
                onChange={(status_code) => set({ status_code })}
              />
            )}
          </Field>
        </div>
        <div className="grid grid-cols-[minmax(0,1fr)_7.5rem] items-start gap-3">
          <TemplateField {...part('host')} label="Host" replaced="host" />
          <TemplateField {...part('port')} label="Port" replaced="port" />
        </div>
        <TemplateField {...part('path')} label="Path" inserted={['path', 'host']} groups={hasGroups(draft)} />
        <TemplateField {...part('query')} label="Query" inserted={['query']} help="Without the question mark." />
        {whole && <FieldError>{whole.message.replace(/^Validation failure: /, '')}</FieldError>}
      </div>
    </FieldSet>
  )
}
