'use client'

import { ChevronLeft, ChevronRight, Plus, Trash2 } from 'lucide-react'
import Link from 'next/link'
import { useCallback, useState } from 'react'
import { links } from '../links.ts'
import { FirstRun } from '../overview/first-run.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { count, plural } from '../ui/format.ts'
import { PageHeader } from '../ui/page-header.tsx'
import { PropertyFilterInput } from '../ui/property-filter-input.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { Table } from '../ui/table.tsx'
import { DeleteLoadBalancers } from './delete-load-balancers.tsx'
import { type ListRow, listHints } from './list-rows.ts'
import { columnCount, ListHead, ListLine } from './list-table.tsx'
import { useList } from './use-list.ts'

const none: ReadonlySet<string> = new Set()

/** Every load balancer of the project. Filter, sort and page are in the URL. */
export function ListPage() {
  const list = useList()
  const [selected, setSelected] = useState(none)
  const [doomed, setDoomed] = useState<readonly ListRow[]>([])
  const select = useCallback(
    (id: string, isSelected: boolean) =>
      setSelected((now) => (isSelected ? new Set([...now, id]) : new Set([...now].filter((one) => one !== id)))),
    [],
  )
  const doom = useCallback((line: ListRow) => setDoomed([line]), [])
  const chosen = list.matching.filter((one) => selected.has(one.row.id))
  if (list.total === 0) return <FirstRun />
  return (
    <div className="grid gap-4">
      <PageHeader
        title="Load balancers"
        actions={
          <Button look="primary" asChild>
            <Link href={links.newLoadBalancer()}>
              <Plus aria-hidden />
              Create load balancer
            </Link>
          </Button>
        }
      />
      <div className="flex flex-wrap items-center gap-3">
        <PropertyFilterInput
          value={list.filter}
          onChange={list.setFilter}
          hints={listHints}
          label="Filter: status: ERROR, name: web, port: 443"
        />
        <span className="text-caption text-muted" role="status">
          {list.total !== undefined &&
            (list.filter
              ? `${count(list.matching.length)} of ${count(list.total)}`
              : plural(list.total, 'load balancer'))}
        </span>
        {chosen.length > 0 && (
          <span className="ml-auto flex items-center gap-2">
            <span className="text-caption text-muted">{count(chosen.length)} selected</span>
            <Button size="small" look="ghost" onClick={() => setSelected(none)}>
              Clear
            </Button>
            <Button size="small" look="dangerQuiet" onClick={() => setDoomed(chosen)}>
              <Trash2 aria-hidden />
              Delete
            </Button>
          </span>
        )}
      </div>
      <Lines list={list} selected={selected} onSelect={select} onSelectAll={setSelected} onDelete={doom} />
      <Pages page={list.page} pages={list.pages} onPage={list.setPage} />
      {doomed.length > 0 && (
        <DeleteLoadBalancers rows={doomed} onClose={() => setDoomed([])} onDeleted={() => setSelected(none)} />
      )}
    </div>
  )
}

type LinesProps = {
  readonly list: ReturnType<typeof useList>
  readonly selected: ReadonlySet<string>
  readonly onSelect: (id: string, isSelected: boolean) => void
  readonly onSelectAll: (ids: ReadonlySet<string>) => void
  readonly onDelete: (line: ListRow) => void
}

function Lines({ list, selected, onSelect, onSelectAll, onDelete }: LinesProps) {
  if (list.total === undefined && list.error) {
    return (
      <div className="rounded-surface border bg-surface">
        <ErrorState title="The load balancers could not be loaded" error={list.error} onRetry={list.refetch} />
      </div>
    )
  }
  if (list.total !== undefined && list.matching.length === 0) {
    return (
      <div className="rounded-surface border bg-surface">
        <EmptyState
          title="No load balancer matches"
          action={<Button onClick={() => list.setFilter('')}>Clear the filter</Button>}
        >
          Nothing here has “{list.filter}”.
        </EmptyState>
      </div>
    )
  }
  const shownSelected = list.shown.filter((one) => selected.has(one.row.id)).length
  const some = shownSelected === list.shown.length ? 'all' : 'some'
  return (
    <Table label="Load balancers" className="max-h-[max(160px,calc(100dvh-220px))]">
      <ListHead
        sort={list.sort}
        onSort={list.sortBy}
        selected={shownSelected === 0 ? 'none' : some}
        onSelectAll={(isSelected) => onSelectAll(isSelected ? new Set(list.shown.map((one) => one.row.id)) : none)}
      />
      <tbody aria-busy={list.total === undefined}>
        {list.total === undefined ? (
          <SkeletonRows columns={columnCount} rows={8} />
        ) : (
          list.shown.map((line) => (
            <ListLine
              key={line.row.id}
              line={line}
              isSelected={selected.has(line.row.id)}
              onSelect={onSelect}
              onDelete={onDelete}
            />
          ))
        )}
      </tbody>
    </Table>
  )
}

function Pages({
  page,
  pages,
  onPage,
}: {
  readonly page: number
  readonly pages: number
  readonly onPage: (page: number) => void
}) {
  if (pages < 2) return null
  return (
    <nav aria-label="Pages" className="flex items-center justify-end gap-2">
      <IconButton label="Previous page" disabled={page === 1} onClick={() => onPage(page - 1)}>
        <ChevronLeft aria-hidden />
      </IconButton>
      <span className="text-caption text-muted tabular-nums">
        Page {page} of {pages}
      </span>
      <IconButton label="Next page" disabled={page === pages} onClick={() => onPage(page + 1)}>
        <ChevronRight aria-hidden />
      </IconButton>
    </nav>
  )
}
