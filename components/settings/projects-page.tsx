'use client'

import { useQuery } from '@tanstack/react-query'
import { Download, Ellipsis, Pencil, Plus, Trash2 } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { usePanel } from '../forms/use-panel.ts'
import { useSession } from '../frame/use-session.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { count } from '../ui/format.ts'
import { Menu, MenuItem, MenuSeparator } from '../ui/menu.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { Cell, HeadCell, Row, Table, TableHead } from '../ui/table.tsx'
import { downloadClouds, downloadOpenrc } from './client-downloads.tsx'
import { DeletionDialog } from './deletion-dialog.tsx'
import { directory, directoryCalls, type ProjectRow, type RoleRow } from './directory.ts'
import { EnabledMark } from './enabled-mark.tsx'
import { IdCell } from './id-cell.tsx'
import type { ProjectPanelProps } from './project-panel.tsx'
import { SettingsFrame, SettingsHead } from './settings-frame.tsx'

const ProjectPanel = dynamic<ProjectPanelProps>(
  () => import('./project-panel.tsx').then((module) => module.ProjectPanel),
  { ssr: false },
)

/** The projects: who works in them, and the files to work in one from a shell. */
export function ProjectsPage() {
  const session = useSession()
  const isAdmin = session?.user?.is_admin ?? false
  const { data: projects, error, refetch } = useQuery(directory.projects())
  const { data: roles = [] } = useQuery(directory.roles())
  const panel = usePanel('project')
  const [asked, setAsked] = useState<ProjectRow | null>(null)
  const edited = projects?.find(({ id }) => id === panel.value) ?? null
  return (
    <SettingsFrame>
      <SettingsHead
        description="A project owns load balancers and networks. People have roles in it, and everything that they do is done in one."
        action={
          isAdmin && (
            <Button look="primary" onClick={() => panel.open('new')}>
              <Plus aria-hidden />
              Create project
            </Button>
          )
        }
      />
      {error && !projects ? (
        <ErrorState title="The projects could not be loaded" error={error} onRetry={refetch} />
      ) : (
        <Table label="Projects">
          <TableHead>
            <HeadCell>Project</HeadCell>
            <HeadCell>Description</HeadCell>
            <HeadCell>State</HeadCell>
            {isAdmin && <HeadCell isNumeric>People</HeadCell>}
            <HeadCell>ID</HeadCell>
            <HeadCell>
              <span className="sr-only">Actions</span>
            </HeadCell>
          </TableHead>
          <tbody aria-busy={!projects}>
            {projects?.map((one) => (
              <ProjectLine
                key={one.id}
                project={one}
                people={isAdmin ? peopleIn(roles, one.id) : null}
                user={session?.projects.some(({ id }) => id === one.id) ? (session.user?.name ?? null) : null}
                onEdit={() => panel.open(one.id)}
                onDelete={() => setAsked(one)}
              />
            ))}
            {!projects && <SkeletonRows columns={5} rows={3} />}
          </tbody>
        </Table>
      )}
      {isAdmin && projects && (panel.value === 'new' || edited) && (
        <ProjectPanel key={panel.value} project={edited} onClose={panel.close} />
      )}
      {asked && (
        <DeletionDialog
          title={`Delete the project ${asked.name}?`}
          description="The roles and application credentials in it end. A project that still owns load balancers or networks is kept."
          action="Delete project"
          call={directoryCalls.deleteProject(asked.id)}
          done="Project deleted"
          onClose={() => setAsked(null)}
        />
      )}
    </SettingsFrame>
  )
}

function peopleIn(roles: readonly RoleRow[], project_id: string): number {
  return new Set(roles.filter(({ scope }) => scope.project.id === project_id).map(({ user }) => user.id)).size
}

function ProjectLine({
  project,
  people,
  user,
  onEdit,
  onDelete,
}: {
  readonly project: ProjectRow
  /** Null for somebody who may not change anything here. */
  readonly people: number | null
  /** Whose name goes into the files; null for somebody who has no role in the project. */
  readonly user: string | null
  readonly onEdit: () => void
  readonly onDelete: () => void
}) {
  const { id, name } = project
  const access = user === null ? null : { user, project: name, credential: null }
  return (
    <Row>
      <Cell className="whitespace-nowrap font-medium">
        {people === null ? (
          name
        ) : (
          <Button look="link" onClick={onEdit}>
            {name}
          </Button>
        )}
      </Cell>
      <Cell className="text-muted sm:min-w-40">{project.description || '–'}</Cell>
      <Cell className="whitespace-nowrap">
        <EnabledMark isEnabled={project.enabled} />
      </Cell>
      {people !== null && <Cell isNumeric>{count(people)}</Cell>}
      <IdCell id={id} name={name} />
      <Cell className="w-10 py-0">
        {(access || people !== null) && (
          <Menu
            trigger={
              <IconButton label={`Actions of project ${name}`} size="iconSmall">
                <Ellipsis aria-hidden />
              </IconButton>
            }
          >
            {access && (
              <>
                <MenuItem onSelect={() => downloadClouds(access)}>
                  <Download aria-hidden />
                  Download clouds.yaml
                </MenuItem>
                <MenuItem onSelect={() => downloadOpenrc(access)}>
                  <Download aria-hidden />
                  Download openrc
                </MenuItem>
              </>
            )}
            {access && people !== null && <MenuSeparator />}
            {people !== null && (
              <>
                <MenuItem onSelect={onEdit}>
                  <Pencil aria-hidden />
                  Edit project
                </MenuItem>
                <MenuItem isDanger onSelect={onDelete}>
                  <Trash2 aria-hidden />
                  Delete project
                </MenuItem>
              </>
            )}
          </Menu>
        )}
      </Cell>
    </Row>
  )
}
