'use client'

import * as AlertParts from 'radix-ui/alert-dialog'
import { type ReactNode, useState } from 'react'
import { Button } from './button.tsx'
import { dialogLooks, scrimLooks } from './dialog.tsx'
import { Field } from './field.tsx'
import { Input } from './input.tsx'

export type DestructiveDialogProps = {
  readonly isOpen: boolean
  readonly onOpenChange: (isOpen: boolean) => void
  readonly title: string
  readonly description: ReactNode
  /** What dies with it, line by line: "Listener web" and "HTTP 80". */
  readonly losses?: readonly { readonly key: string; readonly label: ReactNode; readonly detail?: ReactNode }[]
  /** The traffic that it carries now, in words; null when it carries none. */
  readonly traffic?: string | null
  /** Has to be typed before the button works: its name, when it carries traffic. */
  readonly confirmWord?: string | null
  /** What leaves everything as it is, where "Cancel" could be misread: "Stay on this page". */
  readonly cancel?: string
  /** At the left of the buttons: the same as commands. */
  readonly aside?: ReactNode
  /** Verb and object: "Delete load balancer". */
  readonly action: string
  /** The dialog closes when it resolves; what it throws is shown. */
  readonly onConfirm: () => Promise<unknown>
}

/** Asks before something is lost, and says what. */
export function DestructiveDialog(props: DestructiveDialogProps) {
  return (
    <AlertParts.Root open={props.isOpen} onOpenChange={props.onOpenChange}>
      <AlertParts.Portal>
        <AlertParts.Overlay className={scrimLooks} />
        <AlertParts.Content className={dialogLooks}>
          <Question {...props} />
        </AlertParts.Content>
      </AlertParts.Portal>
    </AlertParts.Root>
  )
}

function Question({
  title,
  description,
  losses = [],
  traffic,
  confirmWord,
  cancel = 'Cancel',
  aside,
  action,
  onConfirm,
  onOpenChange,
}: DestructiveDialogProps) {
  const [typed, setTyped] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const isArmed = !confirmWord || typed === confirmWord
  const confirm = async () => {
    setBusy(true)
    setError(null)
    try {
      await onConfirm()
      onOpenChange(false)
    } catch (caught) {
      setError(caught instanceof Error ? caught.message : String(caught))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      className="flex min-h-0 flex-col"
      onSubmit={(event) => {
        event.preventDefault()
        if (isArmed) void confirm()
      }}
    >
      <div className="grid min-h-0 gap-3 overflow-y-auto px-5 py-4">
        <AlertParts.Title className="font-medium text-section">{title}</AlertParts.Title>
        <AlertParts.Description asChild>
          <div className="text-body text-muted">{description}</div>
        </AlertParts.Description>
        {losses.length > 0 && (
          <ul className="max-h-52 divide-y overflow-y-auto rounded-control border">
            {losses.map((loss) => (
              <li key={loss.key} className="flex items-center justify-between gap-3 px-3 py-1.5">
                <span className="min-w-0 truncate">{loss.label}</span>
                <span className="shrink-0 font-mono text-caption text-muted tabular-nums">{loss.detail}</span>
              </li>
            ))}
          </ul>
        )}
        {traffic && <p className="rounded-control bg-warn-soft px-3 py-2 text-warn">{traffic}</p>}
        {confirmWord && (
          <Field
            label={
              <>
                Type <span className="font-mono">{confirmWord}</span> to confirm
              </>
            }
          >
            {(control) => (
              <Input
                {...control}
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
                autoComplete="off"
                spellCheck={false}
                autoFocus
              />
            )}
          </Field>
        )}
        {error && (
          <p role="alert" className="rounded-control bg-bad-soft px-3 py-2 text-bad">
            {error}
          </p>
        )}
      </div>
      <div className="flex flex-wrap justify-end gap-2 border-t px-5 py-3">
        {aside && (
          <>
            {aside}
            <span className="flex-1" />
          </>
        )}
        <AlertParts.Cancel asChild>
          <Button>{cancel}</Button>
        </AlertParts.Cancel>
        <Button type="submit" look="danger" disabled={!isArmed} isBusy={isBusy}>
          {action}
        </Button>
      </div>
    </form>
  )
}
