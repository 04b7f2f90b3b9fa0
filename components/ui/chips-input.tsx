'use client'

import { X } from 'lucide-react'
import { type ClipboardEvent, Fragment, type KeyboardEvent, useRef } from 'react'
import { classNames } from './class-names.ts'
import type { FieldControl } from './field.tsx'

export type ChipsInputProps = {
  readonly control: FieldControl
  readonly values: readonly string[]
  /** What stands in the field and was not added yet. */
  readonly text: string
  readonly onChange: (change: { readonly values: readonly string[]; readonly text: string }) => void
  readonly onBlur?: () => void
  readonly onPaste?: (event: ClipboardEvent<HTMLInputElement>) => void
  readonly placeholder?: string
  /** Whether a comma adds what was typed, as Enter does: not where values can hold one. */
  readonly commaAdds?: boolean
  /** The word between two values: "or". */
  readonly between?: string
  /** The values that are refused, by their places. */
  readonly bad?: readonly number[]
}

/** Several values in one field: Enter adds what was typed, a click takes one away, Backspace brings the last one back to be changed. */
export function ChipsInput({
  control,
  values,
  text,
  onChange,
  onBlur,
  onPaste,
  placeholder,
  commaAdds = false,
  between,
  bad = [],
}: ChipsInputProps) {
  const input = useRef<HTMLInputElement>(null)
  const add = () => {
    const value = text.trim()
    onChange({ values: value === '' || values.includes(value) ? values : [...values, value], text: '' })
  }
  const remove = (at: number) => {
    onChange({ values: values.toSpliced(at, 1), text })
    input.current?.focus()
  }
  const press = (event: KeyboardEvent) => {
    const isAdding = event.key === 'Enter' || (event.key === ',' && commaAdds)
    if (isAdding && text.trim() !== '' && !event.nativeEvent.isComposing) {
      event.preventDefault()
      add()
    } else if (event.key === 'Backspace' && text === '' && values.length > 0) {
      event.preventDefault()
      onChange({ values: values.slice(0, -1), text: values.at(-1) ?? '' })
    }
  }
  return (
    <div
      className={classNames(
        'flex min-h-8 w-full min-w-0 flex-wrap items-center gap-1 rounded-control border border-control bg-surface transition-colors hover:border-muted has-[input:focus-visible]:border-accent-mark has-[input[aria-invalid]]:border-bad-mark has-[input:focus-visible]:outline-2 has-[input:focus-visible]:outline-accent-mark pointer-coarse:min-h-11',
        values.length > 0 && 'py-1 pl-1',
      )}
    >
      {values.map((value, at) => (
        <Fragment key={value}>
          {at > 0 && between !== undefined && <span className="text-caption text-faint">{between}</span>}
          <span
            className={classNames(
              'inline-flex min-h-6 min-w-0 items-center gap-0.5 rounded-control bg-sunken pl-1.5 font-mono',
              bad.includes(at) && 'bg-bad-soft text-bad',
            )}
          >
            <span className="wrap-anywhere min-w-0">{value}</span>
            <button
              type="button"
              aria-label={`Remove ${value}`}
              title={`Remove ${value}`}
              onClick={() => remove(at)}
              className="grid size-6 shrink-0 place-items-center rounded-control text-faint hover:text-text pointer-coarse:size-9"
            >
              <X className="size-3.5" aria-hidden />
            </button>
          </span>
        </Fragment>
      ))}
      {values.length > 0 && between !== undefined && (
        <span className="text-caption text-faint" aria-hidden>
          {between}
        </span>
      )}
      <input
        {...control}
        ref={input}
        type="text"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        className={classNames(
          'h-7 min-w-16 flex-1 bg-transparent font-mono text-body text-text outline-none placeholder:text-faint',
          values.length === 0 ? 'px-2.5' : 'px-1',
        )}
        placeholder={values.length === 0 ? placeholder : undefined}
        value={text}
        onChange={(event) => onChange({ values, text: event.target.value })}
        onKeyDown={press}
        onPaste={onPaste}
        onBlur={onBlur}
      />
    </div>
  )
}
