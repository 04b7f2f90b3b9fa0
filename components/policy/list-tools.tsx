import { classNames } from '../ui/class-names.ts'
import type { PolicyEntry } from './entries.ts'
import { FilterInput } from './filter-input.tsx'
import { SelectionActions } from './selection-actions.tsx'

/** Above the list: what is sought in it, and what is done to those that are chosen. */
export function ListTools({
  total,
  shown,
  chosen,
  filter,
  isSought,
  onFilter,
  onSelect,
  onMove,
  onRemove,
}: {
  readonly total: number
  readonly shown: readonly PolicyEntry[]
  readonly chosen: readonly PolicyEntry[]
  readonly filter: string
  /** Whether `shown` is what was found. */
  readonly isSought: boolean
  readonly onFilter: (text: string) => void
  readonly onSelect: (ids: readonly string[]) => void
  readonly onMove: (ids: readonly string[]) => void
  readonly onRemove: (ids: readonly string[]) => void
}) {
  const ids = chosen.map((one) => one.policy.id)
  return (
    <div
      className={classNames(
        'flex min-h-8 flex-wrap items-center gap-x-3 gap-y-2',
        // What can be done to the chosen stays in reach, however long the list; on a phone the search scrolls away above it.
        chosen.length > 0 && 'sticky top-12 z-10 -my-2 bg-canvas py-2 max-sm:-top-1.5',
      )}
    >
      <FilterInput value={filter} onChange={onFilter} />
      {isSought && (
        <span className="text-muted" aria-live="polite">
          {shown.length} of {total}
        </span>
      )}
      <SelectionActions
        chosen={chosen}
        shown={shown}
        onSelect={onSelect}
        onMove={() => onMove(ids)}
        onRemove={() => onRemove(ids)}
      />
    </div>
  )
}
