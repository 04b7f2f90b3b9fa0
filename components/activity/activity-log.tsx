'use client'

import { ChevronRight, CircleAlert, CircleCheck, LoaderCircle } from 'lucide-react'
import { shortId } from 'model/short-id'
import Link from 'next/link'
import { useState } from 'react'
import type { Activity } from '../api-answers.ts'
import { links } from '../links.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { StatusMark } from '../ui/status.tsx'
import { Cell, HeadCell, Row, Table, TableHead } from '../ui/table.tsx'
import { ActivityDetails } from './activity-details.tsx'
import { useActivity } from './use-activity.ts'
import { useLabels } from './use-labels.ts'
import { deed, type Labels, outcomes } from './words.ts'

const icons = { pending: LoaderCircle, applied: CircleCheck, refused: CircleAlert, unanswered: CircleAlert } as const

/** Who changed what, what the engine did about it, and how it ended: of the project, or of one load balancer. */
export function ActivityLog({ loadbalancer_id }: { readonly loadbalancer_id?: string }) {
  const { entries, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useActivity(loadbalancer_id)
  const labels = useLabels()
  if (!entries && error) {
    return (
      <div className="rounded-surface border bg-surface">
        <ErrorState title="The activity could not be loaded" error={error} onRetry={refetch} />
      </div>
    )
  }
  if (entries?.length === 0) {
    return (
      <div className="rounded-surface border bg-surface">
        <EmptyState title="Nothing has been changed yet">
          Every change is kept here: who made it, what it was before and after, and what the engine did.
        </EmptyState>
      </div>
    )
  }
  const isOfOne = loadbalancer_id !== undefined
  return (
    <div className="grid justify-items-center gap-3">
      <Table label="Activity" className="w-full">
        <TableHead>
          <HeadCell className="w-10 pr-0">
            <span className="sr-only">Details</span>
          </HeadCell>
          <HeadCell>What</HeadCell>
          {!isOfOne && <HeadCell>Load balancer</HeadCell>}
          <HeadCell>Who</HeadCell>
          <HeadCell>Outcome</HeadCell>
          <HeadCell className="text-right">When</HeadCell>
        </TableHead>
        <tbody aria-busy={!entries}>
          {entries ? (
            entries.map((one) => <Entry key={one.id} one={one} isOfOne={isOfOne} labelOf={labels} />)
          ) : (
            <SkeletonRows columns={isOfOne ? 5 : 6} />
          )}
        </tbody>
      </Table>
      {hasNextPage && (
        <Button isBusy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Show older
        </Button>
      )}
    </div>
  )
}

function Entry({
  one,
  isOfOne,
  labelOf,
}: {
  readonly one: Activity
  readonly isOfOne: boolean
  readonly labelOf: Labels
}) {
  const [isOpen, setOpen] = useState(false)
  const { label, tone, help } = outcomes[one.outcome]
  const reason = one.diagnostics[0]?.message
  return (
    <>
      <Row className={isOpen ? 'border-b-0' : ''}>
        <Cell className="py-0 pr-0">
          <IconButton
            label={isOpen ? 'Hide the details' : 'Show the details'}
            size="iconSmall"
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            <ChevronRight className={classNames('transition-transform', isOpen && 'rotate-90')} aria-hidden />
          </IconButton>
        </Cell>
        <Cell className="min-w-60">{deed(one, labelOf)}</Cell>
        {!isOfOne && (
          <Cell>
            <Link
              href={links.loadBalancer(one.loadbalancer_id)}
              className="block max-w-48 truncate text-muted underline-offset-2 hover:text-text hover:underline"
            >
              {one.loadbalancer_name || shortId(one.loadbalancer_id)}
            </Link>
          </Cell>
        )}
        <Cell className="whitespace-nowrap">{one.user_name}</Cell>
        <Cell>
          <StatusMark tone={tone} icon={icons[one.outcome]} label={label} hint={reason ?? help} />
        </Cell>
        <Cell className="whitespace-nowrap text-right text-muted">
          <RelativeTime at={one.at} />
        </Cell>
      </Row>
      {isOpen && (
        <Row className="hover:bg-transparent">
          <Cell />
          <Cell colSpan={isOfOne ? 4 : 5} className="pb-4">
            <ActivityDetails one={one} labelOf={labelOf} />
          </Cell>
        </Row>
      )}
    </>
  )
}
