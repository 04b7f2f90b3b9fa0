'use client'

import { shortId } from 'model/short-id'
import { CopyButton } from '../ui/copy-button.tsx'
import { Cell } from '../ui/table.tsx'

/** An ID in short, and a way to have all of it. */
export function IdCell({ id, name }: { readonly id: string; readonly name: string }) {
  return (
    <Cell className="py-0">
      <span className="flex items-center gap-1 font-mono text-caption text-muted">
        {shortId(id)}
        <CopyButton text={id} what={`the ID of ${name}`} />
      </span>
    </Cell>
  )
}
