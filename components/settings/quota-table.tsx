'use client'

import { useQuery } from '@tanstack/react-query'
import { type QuotaOverview, quota } from 'model/resources/quota'
import dynamic from 'next/dynamic'
import { usePanel } from '../forms/use-panel.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { count } from '../ui/format.ts'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { Cell, HeadCell, Row, Table, TableHead } from '../ui/table.tsx'
import type { QuotaPanelProps } from './quota-panel.tsx'
import { isFull, limitText, quotaKinds, quotas } from './quotas.ts'

const QuotaPanel = dynamic<QuotaPanelProps>(() => import('./quota-panel.tsx').then((module) => module.QuotaPanel), {
  ssr: false,
})

/** What stands in the URL for the defaults of all projects. */
const defaultsName = 'defaults'

/** How much each project may have, and has. */
export function QuotaTable() {
  const { data, error, refetch } = useQuery(quotas())
  const panel = usePanel('quota')
  const edited = data?.projects.find(({ project }) => project.id === panel.value)
  return (
    <>
      {error && !data ? (
        <ErrorState title="The quotas could not be loaded" error={error} onRetry={refetch} />
      ) : (
        <Table label="Quotas">
          <TableHead>
            <HeadCell>Project</HeadCell>
            {quotaKinds.map((kind) => (
              <HeadCell key={kind} isNumeric>
                {quota.fields[kind].label}
              </HeadCell>
            ))}
          </TableHead>
          <tbody aria-busy={!data}>
            {data ? <QuotaRows data={data} onEdit={panel.open} /> : <SkeletonRows columns={8} rows={3} />}
          </tbody>
        </Table>
      )}
      {data?.may_change && (edited || panel.value === defaultsName) && (
        <QuotaPanel
          key={panel.value}
          place={edited?.project ?? null}
          own={edited?.own ?? data.defaults}
          defaults={data.defaults}
          inUse={edited?.in_use ?? null}
          onClose={panel.close}
        />
      )}
    </>
  )
}

function QuotaRows({ data, onEdit }: { readonly data: QuotaOverview; readonly onEdit: (id: string) => void }) {
  return (
    <>
      {data.projects.map((one) => (
        <Row key={one.project.id}>
          <Cell className="whitespace-nowrap font-medium">
            <Name name={one.project.name} onEdit={data.may_change ? () => onEdit(one.project.id) : null} />
          </Cell>
          {quotaKinds.map((kind) => (
            <Cell key={kind} isNumeric>
              <Used limit={one.limits[kind]} used={one.in_use[kind]} isOwn={one.own[kind] !== null} />
            </Cell>
          ))}
        </Row>
      ))}
      <Row>
        <Cell className="whitespace-nowrap">
          <Name name="Defaults" onEdit={data.may_change ? () => onEdit(defaultsName) : null} />
        </Cell>
        {quotaKinds.map((kind) => (
          <Cell key={kind} isNumeric className="whitespace-nowrap text-muted">
            {limitText(data.defaults[kind])}
          </Cell>
        ))}
      </Row>
    </>
  )
}

function Name({ name, onEdit }: { readonly name: string; readonly onEdit: (() => void) | null }) {
  if (onEdit === null) return name
  return (
    <Button look="link" onClick={onEdit}>
      {name}
    </Button>
  )
}

/** "3 of 10"; a limit that is the default stands back. */
function Used({ limit, used, isOwn }: { readonly limit: number; readonly used: number; readonly isOwn: boolean }) {
  if (limit < 0) return <span className="whitespace-nowrap">{count(used)}</span>
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap">
      {isFull(limit, used) && <Badge tone="warn">Full</Badge>}
      <span>
        {count(used)} <span className={classNames('text-muted', isOwn && 'text-body')}>of {count(limit)}</span>
      </span>
    </span>
  )
}
