'use client'

import { inherited, type UrlPart } from 'model/l7/inherited'
import { useRef } from 'react'
import { Field } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'

/** A part of a URL as a template, with what can stand in it a click away. */
export function TemplateField({
  label,
  help,
  value,
  error,
  replaced,
  inserted = [],
  groups = false,
  onChange,
  onLeave,
}: {
  readonly label: string
  readonly help?: string
  readonly value: string
  readonly error: string | undefined
  /** What stands in its place as a whole. */
  readonly replaced?: UrlPart
  /** What can stand among other text. */
  readonly inserted?: readonly UrlPart[]
  /** Whether parts of the path that a condition found can stand in it. */
  readonly groups?: boolean
  readonly onChange: (value: string) => void
  readonly onLeave: () => void
}) {
  const input = useRef<HTMLInputElement>(null)
  const put = (text: string) => {
    const [from, to] = [input.current?.selectionStart ?? value.length, input.current?.selectionEnd ?? value.length]
    const next = `${value.slice(0, from)}${text}${value.slice(to)}`
    onChange(next)
    requestAnimationFrame(() => {
      input.current?.focus()
      input.current?.setSelectionRange(from + text.length, from + text.length)
    })
  }
  const chips = [
    ...(replaced === undefined
      ? []
      : [{ does: 'Keep', text: inherited[replaced], run: () => onChange(inherited[replaced]) }]),
    ...inserted.map((one) => ({ does: 'Insert', text: inherited[one], run: () => put(inherited[one]) })),
    ...(groups ? [{ does: 'Insert', text: '$1', run: () => put('$1') }] : []),
  ]
  return (
    <Field
      label={label}
      help={help}
      error={error}
      aside={
        <span className="flex gap-1">
          {chips.map(({ does, text, run }) => (
            <button
              key={text}
              type="button"
              aria-label={`${does} ${text} in ${label}`}
              title={`${does} ${text}`}
              onClick={run}
              className="rounded-control border border-line bg-surface px-1 font-mono text-caption text-muted hover:border-control hover:text-text pointer-coarse:min-h-8 pointer-coarse:px-2"
            >
              {text}
            </button>
          ))}
        </span>
      }
    >
      {(control) => (
        <Input
          {...control}
          ref={input}
          isMono
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          onBlur={onLeave}
        />
      )}
    </Field>
  )
}
