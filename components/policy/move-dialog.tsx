'use client'

import { type ReactNode, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { plural } from '../ui/format.ts'
import { Input } from '../ui/input.tsx'

/** The way to reorder without dragging: says the place as a number. */
export function MoveDialog({
  names,
  position,
  total,
  preview,
  onMove,
  onClose,
}: {
  /** What is moved. */
  readonly names: readonly string[]
  readonly position: number
  readonly total: number
  /** What would be done for the move to this place. */
  readonly preview: (position: number) => ReactNode
  readonly onMove: (position: number) => void
  readonly onClose: () => void
}) {
  const [text, setText] = useState(String(position))
  const [isAsked, setAsked] = useState(false)
  const last = total - names.length + 1
  const wanted = /^\d{1,9}$/.test(text.trim()) ? Number(text) : 0
  const isFine = wanted >= 1 && wanted <= last
  const what = names.length === 1 ? `policy ${names[0]}` : plural(names.length, 'policy', 'policies')
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
      title={`Move ${what}`}
      {...(names.length > 1 ? { description: 'They stay in their own order, one behind the other.' } : {})}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="move-policy" look="primary">
            Move {names.length === 1 ? 'policy' : 'policies'}
          </Button>
        </>
      }
    >
      <form
        id="move-policy"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          setAsked(true)
          if (!isFine) return
          onMove(wanted)
          onClose()
        }}
      >
        <Field
          label="Position"
          help={`1 is tried first, ${last} is last. The policies there move down.`}
          error={isAsked && !isFine ? `A number from 1 to ${last}` : undefined}
        >
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              autoComplete="off"
              autoFocus
              isMono
              className="max-w-32"
              value={text}
              onFocus={(event) => event.target.select()}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
      </form>
      {isFine && <div className="mt-5">{preview(wanted)}</div>}
    </Dialog>
  )
}
