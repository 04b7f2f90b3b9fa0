import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names.ts'

/** The parts of a table: sticky head, rows of 36 px. It scrolls sideways inside its frame, never the page. */
export function Table({
  label,
  className,
  children,
}: {
  readonly label: string
  readonly className?: string
  readonly children: ReactNode
}) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard (WCAG 2.1.1).
      tabIndex={0}
      // Positioned, so that what is only for screen readers scrolls with its cell.
      className={classNames('relative overflow-auto rounded-surface border bg-surface', className)}
    >
      <table className="w-full border-collapse text-left text-body">{children}</table>
    </section>
  )
}

export function TableHead({ children }: { readonly children: ReactNode }) {
  return (
    <thead className="sticky top-0 z-10 bg-surface">
      <tr className="border-b">{children}</tr>
    </thead>
  )
}

export type Direction = 'asc' | 'desc'

export function HeadCell({
  isNumeric = false,
  sorted,
  onSort,
  className,
  children,
  ...rest
}: ComponentProps<'th'> & {
  readonly isNumeric?: boolean
  readonly sorted?: Direction | null
  readonly onSort?: () => void
}) {
  const classes = classNames(
    'h-9 whitespace-nowrap px-3 font-medium text-caption text-muted',
    isNumeric && 'text-right',
    className,
  )
  if (!onSort) {
    return (
      <th scope="col" className={classes} {...rest}>
        {children}
      </th>
    )
  }
  const order = sorted === 'asc' ? 'ascending' : 'descending'
  return (
    <th scope="col" className={classes} aria-sort={sorted ? order : 'none'} {...rest}>
      <button
        type="button"
        onClick={onSort}
        className={classNames('inline-flex items-center gap-1 rounded-[4px] hover:text-text', sorted && 'text-text')}
      >
        {children}
        <SortMark sorted={sorted ?? null} />
      </button>
    </th>
  )
}

function SortMark({ sorted }: { readonly sorted: Direction | null }) {
  if (sorted === 'asc') return <ArrowUp className="size-3" aria-hidden />
  if (sorted === 'desc') return <ArrowDown className="size-3" aria-hidden />
  return <ChevronsUpDown className="size-3 text-faint" aria-hidden />
}

export function Row({
  isSelected = false,
  className,
  ...rest
}: ComponentProps<'tr'> & { readonly isSelected?: boolean }) {
  return (
    <tr
      className={classNames(
        'border-b transition-colors last:border-b-0 hover:bg-sunken/60',
        isSelected && 'bg-accent-soft hover:bg-accent-soft',
        className,
      )}
      {...rest}
    />
  )
}

export function Cell({
  isNumeric = false,
  className,
  ...rest
}: ComponentProps<'td'> & { readonly isNumeric?: boolean }) {
  return (
    <td
      className={classNames(
        'h-9 px-3 py-1 [&>button]:align-top [&>svg]:block',
        isNumeric && 'text-right font-mono tabular-nums',
        className,
      )}
      {...rest}
    />
  )
}
