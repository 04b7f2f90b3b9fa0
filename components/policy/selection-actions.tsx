'use client'

import { Button } from '../ui/button.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { plural } from '../ui/format.ts'
import type { PolicyEntry } from './entries.ts'

/** What is done to several policies at once. */
export function SelectionActions({
  chosen,
  shown,
  onSelect,
  onMove,
  onRemove,
}: {
  readonly chosen: readonly PolicyEntry[]
  readonly shown: readonly PolicyEntry[]
  readonly onSelect: (ids: readonly string[]) => void
  readonly onMove: () => void
  readonly onRemove: () => void
}) {
  const isAll = chosen.length > 0 && chosen.length >= shown.length
  return (
    <div className="flex min-h-8 flex-wrap items-center gap-2">
      <span className="flex items-center gap-2">
        <Checkbox
          aria-label="Select all policies"
          checked={isAll ? true : chosen.length > 0 ? 'indeterminate' : false}
          onCheckedChange={(isOn) => onSelect(isOn === true ? shown.map((one) => one.policy.id) : [])}
        />
        <span className="text-muted" aria-live="polite">
          {chosen.length === 0 ? 'Select all' : `${plural(chosen.length, 'policy', 'policies')} selected`}
        </span>
      </span>
      {chosen.length > 0 && (
        <>
          <Button onClick={onMove}>Move to position…</Button>
          <Button look="dangerQuiet" onClick={onRemove}>
            Delete
          </Button>
        </>
      )}
    </div>
  )
}
