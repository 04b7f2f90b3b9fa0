import { classNames } from './class-names.ts'
import { Cell, Row } from './table.tsx'

/** Where something is about to be. Give it the size of what will come. */
export function Skeleton({ className }: { readonly className?: string }) {
  return (
    <span
      aria-hidden
      data-skeleton
      className={classNames('block h-3.5 animate-breathe rounded-[4px] bg-line', className)}
    />
  )
}

const widths = ['w-32', 'w-20', 'w-24', 'w-16', 'w-28']

/** Rows of a table that is being loaded. */
export function SkeletonRows({ rows = 6, columns }: { readonly rows?: number; readonly columns: number }) {
  return Array.from({ length: rows }, (_, row) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the rows have no identity and never move.
    <Row key={row}>
      {Array.from({ length: columns }, (_, column) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: see above.
        <Cell key={column}>
          <Skeleton className={widths[(row + column) % widths.length] ?? 'w-24'} />
        </Cell>
      ))}
    </Row>
  ))
}
