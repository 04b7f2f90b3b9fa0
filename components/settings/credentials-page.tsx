'use client'

import { useQuery } from '@tanstack/react-query'
import { Plus, Trash2 } from 'lucide-react'
import { shortId } from 'model/short-id'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { usePanel } from '../forms/use-panel.ts'
import { useSession } from '../frame/use-session.ts'
import { Badge } from '../ui/badge.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { RelativeTime, useNow } from '../ui/relative-time.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { Cell, HeadCell, Row, Table, TableHead } from '../ui/table.tsx'
import { AccessKeys } from './access-keys.tsx'
import type { CredentialPanelProps } from './credential-panel.tsx'
import { DeletionDialog } from './deletion-dialog.tsx'
import { type CredentialRow, directory, directoryCalls, roleLabel } from './directory.ts'
import { IdCell } from './id-cell.tsx'
import { SettingsFrame, SettingsHead } from './settings-frame.tsx'

const CredentialPanel = dynamic<CredentialPanelProps>(
  () => import('./credential-panel.tsx').then((module) => module.CredentialPanel),
  { ssr: false },
)

/** What programs of the person sign in with. */
export function CredentialsPage() {
  const session = useSession()
  const user_id = session?.user?.id ?? ''
  const {
    data: credentials,
    error,
    refetch,
  } = useQuery({
    ...directory.credentials(user_id),
    enabled: user_id !== '',
  })
  const panel = usePanel('credential')
  const [asked, setAsked] = useState<CredentialRow | null>(null)
  const create = (
    <Button look="primary" onClick={() => panel.open('new')}>
      <Plus aria-hidden />
      Create credential
    </Button>
  )
  return (
    <SettingsFrame>
      <div className="grid gap-1">
        <h2 className="font-medium text-section">Application credentials</h2>
        <SettingsHead
          description="A program signs in with one of these in place of your password: it works in one project, has only the roles that you give it, and can be revoked alone."
          action={credentials && credentials.length > 0 && create}
        />
      </div>
      {error && !credentials && (
        <ErrorState title="The credentials could not be loaded" error={error} onRetry={refetch} />
      )}
      {credentials?.length === 0 && (
        <div className="rounded-surface border bg-surface">
          <EmptyState title="No application credentials yet" action={create}>
            Make one for each program: Terraform, a pipeline, a script. Its secret is shown once.
          </EmptyState>
        </div>
      )}
      {!(error && !credentials) && credentials?.length !== 0 && (
        <Table label="Application credentials">
          <TableHead>
            <HeadCell>Name</HeadCell>
            <HeadCell>Project</HeadCell>
            <HeadCell>Roles</HeadCell>
            <HeadCell>Expires</HeadCell>
            <HeadCell>ID</HeadCell>
            <HeadCell>
              <span className="sr-only">Actions</span>
            </HeadCell>
          </TableHead>
          <tbody aria-busy={!credentials}>
            {credentials?.map((one) => (
              <CredentialLine
                key={one.id}
                credential={one}
                project={session?.projects.find(({ id }) => id === one.project_id)?.name ?? shortId(one.project_id)}
                onRevoke={() => setAsked(one)}
              />
            ))}
            {!credentials && <SkeletonRows columns={6} rows={2} />}
          </tbody>
        </Table>
      )}
      <AccessKeys session={session} />
      {session?.user && panel.value === 'new' && <CredentialPanel session={session} onClose={panel.close} />}
      {asked && (
        <DeletionDialog
          title={`Revoke ${asked.name}?`}
          description="Whatever signs in with it is refused from now on, and the tokens that it got stop working at once."
          action="Revoke credential"
          call={directoryCalls.deleteCredential(user_id, asked.id)}
          done="Credential revoked"
          onClose={() => setAsked(null)}
        />
      )}
    </SettingsFrame>
  )
}

function CredentialLine({
  credential,
  project,
  onRevoke,
}: {
  readonly credential: CredentialRow
  readonly project: string
  readonly onRevoke: () => void
}) {
  const { id, name, description, roles } = credential
  return (
    <Row>
      <Cell className="min-w-36 font-medium">
        <span className="wrap-anywhere">{name}</span>
        {description && <p className="wrap-anywhere font-normal text-caption text-muted">{description}</p>}
      </Cell>
      <Cell className="whitespace-nowrap">{project}</Cell>
      <Cell>
        <span className="flex flex-wrap gap-1">
          {roles.map((role) => (
            <Badge key={role.id}>{roleLabel(role.name)}</Badge>
          ))}
          {credential.unrestricted && <Badge tone="warn">makes others</Badge>}
        </span>
      </Cell>
      <Cell className="whitespace-nowrap">
        <Expiry expires_at={credential.expires_at} />
      </Cell>
      <IdCell id={id} name={name} />
      <Cell className="w-10 py-0">
        <IconButton label={`Revoke ${name}`} size="iconSmall" onClick={onRevoke}>
          <Trash2 aria-hidden />
        </IconButton>
      </Cell>
    </Row>
  )
}

function Expiry({ expires_at }: { readonly expires_at: string | null }) {
  const now = useNow()
  if (expires_at === null) return <span className="text-muted">Never</span>
  const end = Date.parse(`${expires_at}Z`)
  if (now !== 0 && end <= now) return <Badge tone="bad">Expired</Badge>
  return <RelativeTime at={end} />
}
