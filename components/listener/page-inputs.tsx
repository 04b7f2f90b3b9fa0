'use client'

import {
  type ErrorStatus,
  errorStatuses,
  longestPage,
  type Page,
  type PageContentType,
  pageContentTypes,
  usualMaintenancePage,
} from 'model/listener/error-pages'
import { useId } from 'react'
import type { InputProps } from '../forms/inputs.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { Field, FieldSet } from '../ui/field.tsx'
import { Select } from '../ui/select.tsx'
import { Textarea } from '../ui/textarea.tsx'

type SpecialProps = InputProps & { readonly help: string }
type Pages = Partial<Record<ErrorStatus, Page>>

/** A page for each answer that the load balancer gives by itself; without one it is HAProxy's own. */
export function ErrorPages({ field, value, error, help, isDisabled, onChange }: SpecialProps) {
  const id = useId()
  const pages = (value ?? {}) as Pages
  const change = (status: ErrorStatus, page: Page | undefined) => {
    const { [status]: _, ...others } = pages
    onChange(page === undefined ? others : { ...others, [status]: page })
  }
  return (
    <FieldSet legend={field.label} help={help} error={error}>
      <ul className="grid divide-y rounded-control border">
        {Object.entries(errorStatuses).map(([name, { label, help: when }]) => {
          const status = name as ErrorStatus
          const page = pages[status]
          return (
            <li key={status} className="grid gap-2 px-3 py-2">
              <label htmlFor={`${id}-${status}`} className="flex cursor-pointer items-start gap-2.5">
                <Checkbox
                  id={`${id}-${status}`}
                  className="mt-0.5"
                  checked={page !== undefined}
                  disabled={isDisabled}
                  onCheckedChange={(isOn) => change(status, isOn === true ? startOf(label) : undefined)}
                />
                <span className="grid">
                  <span>{label}</span>
                  <span className="text-caption text-muted">{when}</span>
                </span>
              </label>
              {page && (
                <PageFields
                  label={label}
                  page={page}
                  isDisabled={isDisabled}
                  onChange={(next) => change(status, next)}
                />
              )}
            </li>
          )
        })}
      </ul>
    </FieldSet>
  )
}

function startOf(label: string): Page {
  return { content_type: 'text/html', body: `<!doctype html>\n<title>${label}</title>\n<h1>${label}</h1>\n` }
}

/** Empty is the page that everybody has. */
export function MaintenancePage({ field, value, error, help, isDisabled, onChange }: SpecialProps) {
  const page = value as Page | null
  return (
    <FieldSet legend={field.label} help={help} error={error}>
      <PageFields
        label={field.label}
        page={page ?? { content_type: 'text/html', body: '' }}
        placeholder={usualMaintenancePage.body}
        isDisabled={isDisabled}
        onChange={(next) => onChange(next.body === '' ? null : next)}
      />
    </FieldSet>
  )
}

function PageFields({
  label,
  page,
  placeholder,
  isDisabled,
  onChange,
}: {
  readonly label: string
  readonly page: Page
  readonly placeholder?: string
  readonly isDisabled: boolean
  readonly onChange: (page: Page) => void
}) {
  const types = Object.entries(pageContentTypes).map(([value, row]) => ({
    value: value as PageContentType,
    label: row.label,
  }))
  return (
    <Field label={`Text, up to ${longestPage / 1_024} kB`} className="min-w-0">
      {(control) => (
        <div className="grid gap-2">
          <Textarea
            {...control}
            aria-label={`Text of ${label}`}
            rows={5}
            isMono
            value={page.body}
            placeholder={placeholder}
            disabled={isDisabled}
            spellCheck={false}
            onChange={(event) => onChange({ ...page, body: event.target.value })}
          />
          <Select
            aria-label={`Kind of text of ${label}`}
            className="max-w-36"
            value={page.content_type}
            options={types}
            isDisabled={isDisabled}
            onChange={(content_type) => onChange({ ...page, content_type })}
          />
        </div>
      )}
    </Field>
  )
}
