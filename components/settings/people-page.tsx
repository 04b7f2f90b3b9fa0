'use client'

import { useQuery } from '@tanstack/react-query'
import { Ellipsis, Pencil, Plus, Trash2 } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { usePanel } from '../forms/use-panel.ts'
import { useSession } from '../frame/use-session.ts'
import { Badge } from '../ui/badge.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { Menu, MenuItem, MenuSeparator } from '../ui/menu.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { Cell, HeadCell, Row, Table, TableHead } from '../ui/table.tsx'
import { DeletionDialog } from './deletion-dialog.tsx'
import { directory, directoryCalls, type PersonRow, type RoleRow, roleLabel } from './directory.ts'
import { EnabledMark } from './enabled-mark.tsx'
import { IdCell } from './id-cell.tsx'
import type { PersonPanelProps } from './person-panel.tsx'
import { SettingsFrame, SettingsHead } from './settings-frame.tsx'

const PersonPanel = dynamic<PersonPanelProps>(() => import('./person-panel.tsx').then((module) => module.PersonPanel), {
  ssr: false,
})

/** Who can sign in, and what they may do in which project. For administrators. */
export function PeoplePage() {
  const session = useSession()
  const { data: people, error, refetch } = useQuery(directory.people())
  const { data: roles = [] } = useQuery(directory.roles())
  const panel = usePanel('person')
  const [asked, setAsked] = useState<PersonRow | null>(null)
  const edited = people?.find(({ id }) => id === panel.value) ?? null
  if (session?.user && !session.user.is_admin) {
    return (
      <SettingsFrame>
        <EmptyState title="Administrators look after people">
          Ask one of them for an account, another role or a new password.
        </EmptyState>
      </SettingsFrame>
    )
  }
  return (
    <SettingsFrame>
      <SettingsHead
        description="Everybody who can sign in, here and through the API, and what they may do in which project."
        action={
          <Button look="primary" onClick={() => panel.open('new')}>
            <Plus aria-hidden />
            Add person
          </Button>
        }
      />
      {error && !people ? (
        <ErrorState title="The people could not be loaded" error={error} onRetry={refetch} />
      ) : (
        <Table label="People">
          <TableHead>
            <HeadCell>Name</HeadCell>
            <HeadCell>Roles</HeadCell>
            <HeadCell>State</HeadCell>
            <HeadCell>ID</HeadCell>
            <HeadCell>
              <span className="sr-only">Actions</span>
            </HeadCell>
          </TableHead>
          <tbody aria-busy={!people}>
            {people?.map((one) => (
              <PersonLine
                key={one.id}
                person={one}
                roles={roles.filter(({ user }) => user.id === one.id)}
                isYou={one.id === session?.user?.id}
                onEdit={() => panel.open(one.id)}
                onDelete={() => setAsked(one)}
              />
            ))}
            {!people && <SkeletonRows columns={5} rows={3} />}
          </tbody>
        </Table>
      )}
      {people && (panel.value === 'new' || edited) && (
        <PersonPanel
          key={panel.value}
          person={edited}
          roles={roles.filter(({ user }) => user.id === edited?.id)}
          onClose={panel.close}
        />
      )}
      {asked && (
        <DeletionDialog
          title={`Delete ${asked.name}?`}
          description="They are signed out everywhere, and their application credentials stop working. What they created stays with its project."
          action="Delete person"
          call={directoryCalls.deletePerson(asked.id)}
          done="Person deleted"
          onClose={() => setAsked(null)}
        />
      )}
    </SettingsFrame>
  )
}

function PersonLine({
  person,
  roles,
  isYou,
  onEdit,
  onDelete,
}: {
  readonly person: PersonRow
  readonly roles: readonly RoleRow[]
  readonly isYou: boolean
  readonly onEdit: () => void
  readonly onDelete: () => void
}) {
  return (
    <Row>
      <Cell className="whitespace-nowrap font-medium">
        <span className="flex items-center gap-2">
          <Button look="link" onClick={onEdit}>
            {person.name}
          </Button>
          {isYou && <Badge>you</Badge>}
        </span>
        {person.description && <p className="font-normal text-caption text-muted">{person.description}</p>}
      </Cell>
      <Cell>
        <ul className="flex flex-wrap gap-1 sm:min-w-52">
          {roles.map(({ role, scope }) => (
            <li key={`${scope.project.id} ${role.id}`}>
              <Badge>
                {scope.project.name}: {roleLabel(role.name)}
              </Badge>
            </li>
          ))}
          {roles.length === 0 && <li className="text-muted">No role yet</li>}
        </ul>
      </Cell>
      <Cell className="whitespace-nowrap">
        <EnabledMark isEnabled={person.enabled} />
      </Cell>
      <IdCell id={person.id} name={person.name} />
      <Cell className="w-10 py-0">
        <Menu
          trigger={
            <IconButton label={`Actions of ${person.name}`} size="iconSmall">
              <Ellipsis aria-hidden />
            </IconButton>
          }
        >
          <MenuItem onSelect={onEdit}>
            <Pencil aria-hidden />
            Edit person
          </MenuItem>
          {!isYou && (
            <>
              <MenuSeparator />
              <MenuItem isDanger onSelect={onDelete}>
                <Trash2 aria-hidden />
                Delete person
              </MenuItem>
            </>
          )}
        </Menu>
      </Cell>
    </Row>
  )
}
