'use client'

import { CopyButton } from '../ui/copy-button.tsx'
import { Cell } from '../ui/table.tsx'

/** The beginning of an ID, and a way to have all of it. */
export function IdCell({ id, name }: { readonly id: string; readonly name: string }) {
  return (
    <Cell className="py-0">
      <span className="flex items-center gap-1 font-mono text-caption text-muted">
        {id.slice(0, 8)}
        <CopyButton text={id} what={`the ID of ${name}`} />
      </span>
    </Cell>
  )
}
