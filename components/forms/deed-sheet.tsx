'use client'

import type { Issue } from 'model/errors'
import { type ReactNode, useId, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { CopyAs } from './copy-as.tsx'
import type { ApiCall } from './curl.ts'
import { issuesOfRefusal } from './use-deed.ts'
import { useFirstErrorFocus } from './use-shown-issues.ts'
import { messageFor } from './values.ts'

export type DeedSheetProps = {
  readonly title: string
  readonly description: string
  /** Verb and object. */
  readonly action: string
  readonly isBusy: boolean
  /** The attributes that have a field: what is said of others is said about the whole. */
  readonly fields: readonly string[]
  readonly calls: () => readonly ApiCall[]
  /** Left out where the command has no word for it. */
  readonly openstack?: () => string
  readonly onSave: () => Promise<unknown>
  readonly onClose: () => void
  readonly children: (errorOf: (field: string) => string | undefined) => ReactNode
  /** Below the form: what takes effect at once. */
  readonly below?: ReactNode
}

/** A form in a panel: saves, and says at each field what was wrong with it. */
export function DeedSheet(props: DeedSheetProps) {
  const { title, description, action, isBusy, fields, calls, openstack, onSave, onClose, children, below } = props
  const form = useId()
  const [issues, setIssues] = useState<readonly Issue[]>([])
  const { ref, focusFirstError } = useFirstErrorFocus<HTMLFormElement>()
  const save = async () => {
    setIssues([])
    try {
      await onSave()
    } catch (error) {
      setIssues(issuesOfRefusal(error, fields))
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
          <CopyAs calls={calls} {...(openstack && { openstack })} />
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
      {below}
    </Sheet>
  )
}
