'use client'

import { CircleAlert } from 'lucide-react'
import type { RedTest } from 'model/errors'
import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { plural } from '../ui/format.ts'
import { Input } from '../ui/input.tsx'

/** As many characters as the activity log keeps. */
const longestReason = 255

/** Says which route tests a change would turn red, and takes a reason to make it all the same. */
export function RedTestsDialog({
  red,
  onAnswer,
}: {
  readonly red: readonly RedTest[]
  readonly onAnswer: (reason: string | null) => void
}) {
  const [reason, setReason] = useState('')
  const [isAsked, setAsked] = useState(false)
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onAnswer(null)
      }}
      title={`This turns ${plural(red.length, 'route test')} red`}
      description="Nothing was changed yet. Leave it as it is, or save it anyway and say why."
      className="max-w-140"
      footer={
        <>
          <Button onClick={() => onAnswer(null)}>Leave it as it is</Button>
          <Button type="submit" form="override" look="danger">
            Save anyway
          </Button>
        </>
      }
    >
      <form
        id="override"
        noValidate
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          setAsked(true)
          if (reason.trim() !== '') onAnswer(reason.trim())
        }}
      >
        <ul
          className="max-h-64 divide-y overflow-y-auto rounded-control border"
          aria-label="Route tests that would be red"
        >
          {red.map((one) => (
            <li key={`${one.name} ${one.request}`} className="grid gap-1 px-3 py-2">
              <Test red={one} />
            </li>
          ))}
        </ul>
        <Field
          label="Why save it anyway?"
          help="Kept in the activity log, for whoever looks later."
          error={isAsked && reason.trim() === '' ? 'A reason is needed' : undefined}
          isRequired
        >
          {(control) => (
            <Input
              {...control}
              autoComplete="off"
              maxLength={longestReason}
              placeholder="The old shop is switched off on Friday"
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  )
}

function Test({ red: { name, request, before, after } }: { readonly red: RedTest }) {
  return (
    <>
      <p className="flex items-start gap-1.5 font-medium">
        <CircleAlert className="mt-0.5 size-4 shrink-0 text-bad" aria-hidden />
        <span className="min-w-0 break-words">{name}</span>
      </p>
      <p className="wrap-anywhere pl-5.5 font-mono text-caption text-muted">{request}</p>
      <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-3 pl-5.5 text-caption">
        <dt className="text-muted">Now</dt>
        <dd className="wrap-anywhere">{before}</dd>
        <dt className="text-muted">With this change</dt>
        <dd className="wrap-anywhere text-bad">{after}</dd>
      </dl>
    </>
  )
}
