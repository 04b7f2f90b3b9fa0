'use client'

import { useQuery } from '@tanstack/react-query'
import { Plus, X } from 'lucide-react'
import type { Role } from 'model/access/roles'
import { useState } from 'react'
import { useDirectoryDeed } from '../forms/use-deed.ts'
import { useSession } from '../frame/use-session.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Select } from '../ui/select.tsx'
import { toast } from '../ui/toast.tsx'
import { directory, directoryCalls, type PersonRow, type RolePlace, type RoleRow, roleLabel } from './directory.ts'
import { roleOptions } from './role-options.ts'

/** What somebody may do in which project. Each change takes effect at once. */
export function RoleEditor({ person, roles }: { readonly person: PersonRow; readonly roles: readonly RoleRow[] }) {
  const session = useSession()
  const { data: projects = [] } = useQuery(directory.projects())
  const { run, isBusy } = useDirectoryDeed()
  const [chosen, setChosen] = useState<string | null>(null)
  const [role, setRole] = useState<Role>('member')
  const project_id = chosen ?? session?.project?.id ?? ''
  const change = async (deed: 'addRole' | 'removeRole', place: RolePlace) => {
    try {
      await run(directoryCalls[deed](place))
    } catch (error) {
      toast.failed('The roles were not changed', error)
    }
  }
  return (
    <section aria-label="Roles" className="mt-6 grid gap-3 border-t pt-4">
      <div className="grid gap-0.5">
        <h3 className="font-medium text-section">Roles</h3>
        <p className="text-caption text-muted">Changes here take effect at once.</p>
      </div>
      {roles.length > 0 && (
        <ul aria-label={`Roles of ${person.name}`} className="divide-y rounded-control border">
          {roles.map(({ role: held, scope }) => (
            <li
              key={`${scope.project.id} ${held.id}`}
              className="flex items-center justify-between gap-3 py-1 pr-1 pl-3"
            >
              <span className="wrap-anywhere min-w-0">
                {roleLabel(held.name)} <span className="text-muted">in {scope.project.name}</span>
              </span>
              <IconButton
                label={`Take away ${roleLabel(held.name)} in ${scope.project.name}`}
                size="iconSmall"
                disabled={isBusy}
                onClick={() =>
                  void change('removeRole', { project_id: scope.project.id, user_id: person.id, role: held.id })
                }
              >
                <X aria-hidden />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      <div className="grid items-end gap-3 sm:grid-cols-[1fr_1fr_auto]">
        <Field label="Project">
          {(control) => (
            <Select
              {...control}
              value={project_id}
              options={projects.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={setChosen}
            />
          )}
        </Field>
        <Field label="Role">
          {(control) => <Select {...control} value={role} options={roleOptions} onChange={setRole} />}
        </Field>
        <Button
          isBusy={isBusy}
          disabled={project_id === ''}
          onClick={() => void change('addRole', { project_id, user_id: person.id, role })}
        >
          <Plus aria-hidden />
          Add role
        </Button>
      </div>
    </section>
  )
}
