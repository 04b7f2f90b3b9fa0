'use client'

import { useState } from 'react'
import type { Values } from '../forms/values.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { plural } from '../ui/format.ts'
import { Textarea } from '../ui/textarea.tsx'
import { type Pasted, parseMembers } from './paste.ts'

const example = `10.0.0.4:80 weight 3
[fd00::1]:80 backup
name,address,port,weight,backup`

/** Many members at once, from text. Lines that can't be read are told; the rest can be added without them. */
export function PasteDialog({
  isOpen,
  onOpenChange,
  existing,
  onAdd,
}: {
  readonly isOpen: boolean
  readonly onOpenChange: (isOpen: boolean) => void
  /** The members that are there already, so that twins are told. */
  readonly existing: readonly Values[]
  readonly onAdd: (members: readonly Values[]) => unknown
}) {
  const [text, setText] = useState('')
  const pasted = parseMembers(text, existing)
  const close = (open: boolean) => {
    if (!open) setText('')
    onOpenChange(open)
  }
  const add = () => {
    onAdd(pasted.members.map((one) => one.values))
    close(false)
  }
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={close}
      title="Paste members"
      description="One a line: 10.0.0.4:80 weight 3. Or a table with commas, semicolons or tabs: name, address, port, weight, backup."
      className="max-w-160"
      footer={
        <>
          <Button onClick={() => close(false)}>Cancel</Button>
          <Button look="primary" disabled={pasted.members.length === 0} onClick={add}>
            {pasted.members.length === 0 ? 'Add members' : `Add ${plural(pasted.members.length, 'member')}`}
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        <Field label="Members" help="# begins a comment.">
          {(control) => (
            <Textarea
              {...control}
              isMono
              rows={9}
              autoFocus
              spellCheck={false}
              placeholder={example}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        <Problems pasted={pasted} />
      </div>
    </Dialog>
  )
}

function Problems({ pasted }: { readonly pasted: Pasted }) {
  const { members, problems } = pasted
  return (
    <div aria-live="polite" className="text-caption">
      {problems.length > 0 && (
        <>
          <p className="mb-1 text-bad">
            {plural(problems.length, 'line')} can't be read{members.length > 0 && ' and will be left out'}:
          </p>
          <ul className="grid max-h-40 gap-1 overflow-y-auto">
            {problems.map((problem) => (
              <li key={problem.line} className="grid grid-cols-[auto_1fr] gap-x-2">
                <span className="font-mono text-faint tabular-nums">{problem.line}</span>
                <span>
                  {problem.message} <span className="break-all font-mono text-faint">{problem.text}</span>
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}
