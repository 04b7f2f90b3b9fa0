'use client'

import { useQuery } from '@tanstack/react-query'
import { Plus, Trash2 } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import type { AccessKey, Session } from '../api-answers.ts'
import { usePanel } from '../forms/use-panel.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { Cell, HeadCell, Row, Table, TableHead } from '../ui/table.tsx'
import type { AccessKeyPanelProps } from './access-key-panel.tsx'
import { DeletionDialog } from './deletion-dialog.tsx'
import { directory, directoryCalls } from './directory.ts'
import { SettingsHead } from './settings-frame.tsx'

const AccessKeyPanel = dynamic<AccessKeyPanelProps>(
  () => import('./access-key-panel.tsx').then((module) => module.AccessKeyPanel),
  { ssr: false },
)

/** What clients of Huawei Cloud's API sign their requests with. */
export function AccessKeys({ session }: { readonly session: Session | undefined }) {
  const { data: accessKeys, error, refetch } = useQuery({ ...directory.accessKeys(), enabled: Boolean(session?.user) })
  const panel = usePanel('access-key')
  const [asked, setAsked] = useState<AccessKey | null>(null)
  const create = (
    <Button onClick={() => panel.open('new')}>
      <Plus aria-hidden />
      Create access key
    </Button>
  )
  const isFailed = error !== null && !accessKeys
  return (
    <div className="mt-4 grid gap-4">
      <div className="grid gap-1">
        <h2 className="font-medium text-section">Access keys</h2>
        <SettingsHead
          description="The SDKs and the Terraform provider of Huawei Cloud sign their requests with one of these: an access key (AK) and its secret (SK). It has your rights in every project."
          action={accessKeys && accessKeys.length > 0 && create}
        />
      </div>
      {isFailed && <ErrorState title="The access keys could not be loaded" error={error} onRetry={refetch} />}
      {accessKeys?.length === 0 && (
        <div className="rounded-surface border bg-surface">
          <EmptyState title="No access keys yet" action={create}>
            Make one for each program that speaks ELB v3. Its secret is shown once.
          </EmptyState>
        </div>
      )}
      {!isFailed && accessKeys?.length !== 0 && (
        <Table label="Access keys">
          <TableHead>
            <HeadCell>Access key</HeadCell>
            <HeadCell>Description</HeadCell>
            <HeadCell>Created</HeadCell>
            <HeadCell>Last used</HeadCell>
            <HeadCell>
              <span className="sr-only">Actions</span>
            </HeadCell>
          </TableHead>
          <tbody aria-busy={!accessKeys}>
            {accessKeys?.map((one) => (
              <AccessKeyLine key={one.id} accessKey={one} onRevoke={() => setAsked(one)} />
            ))}
            {!accessKeys && <SkeletonRows columns={5} rows={2} />}
          </tbody>
        </Table>
      )}
      {session?.user && panel.value === 'new' && <AccessKeyPanel session={session} onClose={panel.close} />}
      {asked && (
        <DeletionDialog
          title={`Revoke ${asked.id}?`}
          description="Whatever is signed with it is refused from now on."
          action="Revoke access key"
          call={directoryCalls.deleteAccessKey(asked.id)}
          done="Access key revoked"
          onClose={() => setAsked(null)}
        />
      )}
    </div>
  )
}

function AccessKeyLine({ accessKey, onRevoke }: { readonly accessKey: AccessKey; readonly onRevoke: () => void }) {
  const { id, description, created_at, last_used_at } = accessKey
  return (
    <Row>
      <Cell className="whitespace-nowrap font-mono">{id}</Cell>
      <Cell className="wrap-anywhere min-w-36">{description}</Cell>
      <Cell className="whitespace-nowrap">
        <RelativeTime at={Date.parse(created_at)} />
      </Cell>
      <Cell className="whitespace-nowrap">
        {last_used_at === null ? (
          <span className="text-muted">Never</span>
        ) : (
          <RelativeTime at={Date.parse(last_used_at)} />
        )}
      </Cell>
      <Cell className="w-10 py-0">
        <IconButton label={`Revoke ${id}`} size="iconSmall" onClick={onRevoke}>
          <Trash2 aria-hidden />
        </IconButton>
      </Cell>
    </Row>
  )
}
