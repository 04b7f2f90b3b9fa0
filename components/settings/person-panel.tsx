'use client'

import { useQuery } from '@tanstack/react-query'
import { type Role, roles as roleKinds } from 'model/access/roles'
import { useState } from 'react'
import { PasswordField } from '../auth/password-field.tsx'
import { DeedSheet } from '../forms/deed-sheet.tsx'
import { shellOption, shellWord } from '../forms/shell.ts'
import { useDirectoryDeed } from '../forms/use-deed.ts'
import { useSession } from '../frame/use-session.ts'
import { Field } from '../ui/field.tsx'
import { Select } from '../ui/select.tsx'
import { toast } from '../ui/toast.tsx'
import { directory, directoryCalls, type PersonRow, type RoleRow } from './directory.ts'
import { RoleEditor } from './role-editor.tsx'
import { roleOptions } from './role-options.ts'
import { DescriptionField, NameField, SwitchField } from './text-field.tsx'

export type PersonPanelProps = {
  /** Null: a new one. */
  readonly person: PersonRow | null
  /** What they have now. */
  readonly roles: readonly RoleRow[]
  readonly onClose: () => void
}

export function PersonPanel(props: PersonPanelProps) {
  return props.person === null ? (
    <NewPerson onClose={props.onClose} />
  ) : (
    <KnownPerson {...props} person={props.person} />
  )
}

const fields = ['name', 'password', 'description']

function NewPerson({ onClose }: { readonly onClose: () => void }) {
  const session = useSession()
  const { data: projects = [] } = useQuery(directory.projects())
  const { run, isBusy } = useDirectoryDeed()
  const [draft, setDraft] = useState({ name: '', password: '', description: '', role: 'member' as Role })
  const [chosen, setChosen] = useState<string | null>(null)
  const project_id = chosen ?? session?.project?.id ?? ''
  const project = projects.find(({ id }) => id === project_id)?.name ?? ''
  const edit = (change: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...change }))
  const { role, ...attributes } = draft
  const user = { ...attributes, default_project_id: project_id }
  const roleOf = (user_id: string) => directoryCalls.addRole({ project_id, user_id, role })
  const save = async () => {
    const made = await run<{ user: { id: string } }>(directoryCalls.createPerson(user))
    await run(roleOf(made.user.id))
    toast.done(`${draft.name} can sign in`, { description: 'Tell them the password; nobody can read it again.' })
    onClose()
  }
  return (
    <DeedSheet
      title="Add person"
      description="They sign in with the name and the password, here and through the API."
      action="Add person"
      isBusy={isBusy}
      fields={fields}
      calls={() => [directoryCalls.createPerson({ ...user, password: 'PASSWORD' }), roleOf('THE_ID_OF_THE_ANSWER')]}
      openstack={() =>
        [
          ['openstack user create', shellOption('--project', project), '--password-prompt', shellWord(draft.name)],
          ['openstack role add', shellOption('--user', draft.name), shellOption('--project', project), shellWord(role)],
        ]
          .map((words) => words.join(' '))
          .join('\n')
      }
      onSave={save}
      onClose={onClose}
    >
      {(errorOf) => (
        <>
          <NameField draft={draft} edit={edit} errorOf={errorOf} />
          <PasswordField
            value={draft.password}
            onChange={(password) => edit({ password })}
            error={errorOf('password')}
            help="At least 8 characters."
            autoComplete="new-password"
          />
          <DescriptionField draft={draft} edit={edit} errorOf={errorOf} />
          <div className="grid items-start gap-5 sm:grid-cols-2 sm:gap-3">
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
            <Field label="Role there" help={roleKinds[role].help}>
              {(control) => (
                <Select {...control} value={role} options={roleOptions} onChange={(next) => edit({ role: next })} />
              )}
            </Field>
          </div>
        </>
      )}
    </DeedSheet>
  )
}

function KnownPerson({ person, roles, onClose }: PersonPanelProps & { readonly person: PersonRow }) {
  const { run, isBusy } = useDirectoryDeed()
  const session = useSession()
  const isYou = session?.user?.id === person.id
  const [draft, setDraft] = useState({
    name: person.name,
    description: person.description,
    enabled: person.enabled,
    password: '',
  })
  const edit = (change: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...change }))
  const { password, ...attributes } = draft
  const call = (given: string) =>
    directoryCalls.updatePerson(person.id, { ...attributes, ...(given === '' ? {} : { password: given }) })
  return (
    <DeedSheet
      title="Edit person"
      description={`Who can sign in as ${person.name}, and what they may do.`}
      action="Save changes"
      isBusy={isBusy}
      fields={fields}
      calls={() => [call(password === '' ? '' : 'PASSWORD')]}
      openstack={() =>
        [
          'openstack user set',
          shellOption('--name', draft.name),
          shellOption('--description', draft.description),
          draft.enabled ? '--enable' : '--disable',
          ...(password === '' ? [] : ['--password-prompt']),
          shellWord(person.name),
        ].join(' ')
      }
      onSave={async () => {
        await run(call(password))
        toast.done('Person changed')
        onClose()
      }}
      onClose={onClose}
      below={<RoleEditor person={person} roles={roles} />}
    >
      {(errorOf) => (
        <>
          <NameField draft={draft} edit={edit} errorOf={errorOf} />
          <DescriptionField draft={draft} edit={edit} errorOf={errorOf} />
          <PasswordField
            label="New password"
            isRequired={false}
            value={draft.password}
            onChange={(next) => edit({ password: next })}
            error={errorOf('password')}
            help={
              isYou
                ? 'Leave it empty to keep yours. A new one signs you out everywhere.'
                : 'Leave it empty to keep theirs. A new one signs them out everywhere.'
            }
            autoComplete="new-password"
          />
          {!isYou && (
            <SwitchField
              label="Can sign in"
              help="Switched off, they are signed out everywhere, and their application credentials stop working."
              value={draft.enabled}
              onChange={(enabled) => edit({ enabled })}
            />
          )}
        </>
      )}
    </DeedSheet>
  )
}
