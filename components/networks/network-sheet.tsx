'use client'

import type { Issue } from 'model/errors'
import { type ReactNode, useId, useState } from 'react'
import { ApiError } from '../api-error.ts'
import { CopyAs } from '../forms/copy-as.tsx'
import type { ApiCall } from '../forms/curl.ts'
import { useFirstErrorFocus } from '../forms/use-shown-issues.ts'
import { messageFor } from '../forms/values.ts'
import { Button } from '../ui/button.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { useNetworkDeed } from './use-network-deed.ts'

/** A panel that makes one call of the network API, and says at each field what was wrong with it. */
export function NetworkSheet({
  title,
  description,
  action,
  call,
  fields,
  onDone,
  onClose,
  children,
}: {
  readonly title: string
  readonly description: string
  /** Verb and object. */
  readonly action: string
  readonly call: () => ApiCall
  /** The attributes that have a field: what is said of others is said about the whole. */
  readonly fields: readonly string[]
  readonly onDone: () => void
  readonly onClose: () => void
  readonly children: (errorOf: (field: string) => string | undefined) => ReactNode
}) {
  const form = useId()
  const { run, isBusy } = useNetworkDeed()
  const [issues, setIssues] = useState<readonly Issue[]>([])
  const { ref, focusFirstError } = useFirstErrorFocus<HTMLFormElement>()
  const save = async () => {
    setIssues([])
    try {
      await run(call())
      onDone()
      onClose()
    } catch (error) {
      setIssues(issuesOf(error, fields))
      focusFirstError()
    }
  }
  return (
    <Sheet
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
      title={title}
      description={description}
      footer={
        <>
          <CopyAs calls={() => [call()]} />
          <span className="flex-1" />
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={form} look="primary" isBusy={isBusy}>
            {action}
          </Button>
        </>
      }
    >
      <form
        id={form}
        ref={ref}
        noValidate
        className="grid gap-5"
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        {children((field) => messageFor(issues, field) ?? undefined)}
        {issues
          .filter(({ about }) => about === '')
          .map(({ message }) => (
            <p key={message} role="alert" className="rounded-control bg-bad-soft px-3 py-2 text-bad">
              {message}
            </p>
          ))}
      </form>
    </Sheet>
  )
}

function issuesOf(error: unknown, fields: readonly string[]): Issue[] {
  const told = error instanceof ApiError ? error.issues : []
  const known = told.filter(({ about }) => fields.includes(about.split('/')[0] ?? ''))
  if (known.length > 0) return known
  return [{ about: '', message: error instanceof Error ? error.message : String(error) }]
}
