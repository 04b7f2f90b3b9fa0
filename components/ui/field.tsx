'use client'

import { CircleAlert } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { classNames } from './class-names.ts'

/** What ties a control to its label, its help and its error. */
export type FieldControl = {
  readonly id: string
  readonly 'aria-describedby'?: string | undefined
  readonly 'aria-invalid'?: true | undefined
  readonly 'aria-required'?: true | undefined
}

export type FieldProps = {
  readonly label: ReactNode
  readonly help?: ReactNode | undefined
  readonly error?: string | undefined
  readonly isRequired?: boolean
  /** At the right of the label: a counter, or a small action. */
  readonly aside?: ReactNode
  readonly className?: string
  readonly children: (control: FieldControl) => ReactNode
}

/** Label above, help below, the error in its place. */
export function Field({ label, help, error, isRequired = false, aside, className, children }: FieldProps) {
  const id = useId()
  const described = [help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(' ')
  return (
    <div className={classNames('grid gap-1', className)}>
      <div className="flex items-baseline justify-between gap-2">
        <label htmlFor={id} className="font-medium text-body">
          {label}
        </label>
        {aside && <span className="text-caption text-faint">{aside}</span>}
      </div>
      {children({
        id,
        'aria-describedby': described || undefined,
        'aria-invalid': error ? true : undefined,
        'aria-required': isRequired || undefined,
      })}
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
      {help && (
        <p id={`${id}-help`} className="text-caption text-faint">
          {help}
        </p>
      )}
    </div>
  )
}

/** Several controls under one legend: radio cards, a list of checkboxes. */
export function FieldSet({
  legend,
  help,
  error,
  className,
  children,
}: {
  readonly legend: ReactNode
  readonly help?: ReactNode
  readonly error?: string | undefined
  readonly className?: string
  readonly children: ReactNode
}) {
  const id = useId()
  return (
    <fieldset
      className={classNames('grid min-w-0 gap-1.5', className)}
      aria-describedby={error ? `${id}-error` : undefined}
    >
      <legend className="mb-1.5 font-medium text-body">{legend}</legend>
      {children}
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
      {help && <p className="text-caption text-faint">{help}</p>}
    </fieldset>
  )
}

export function FieldError({ id, children }: { readonly id?: string; readonly children: ReactNode }) {
  return (
    <p id={id} className="flex items-start gap-1 text-bad text-caption">
      <CircleAlert className="mt-0.5 size-3 shrink-0" aria-hidden />
      <span>{children}</span>
    </p>
  )
}
