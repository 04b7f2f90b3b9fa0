'use client'

import { type Role, roles as roleKinds } from 'model/access/roles'
import { useId, useState } from 'react'
import type { Session } from '../api-answers.ts'
import { DeedSheet } from '../forms/deed-sheet.tsx'
import { shellOption, shellWord } from '../forms/shell.ts'
import { useDirectoryDeed } from '../forms/use-deed.ts'
import { Checkbox } from '../ui/checkbox.tsx'
import { Field, FieldSet } from '../ui/field.tsx'
import { Select } from '../ui/select.tsx'
import { ClientDownloads } from './client-downloads.tsx'
import { directoryCalls, type MadeCredential } from './directory.ts'
import { MadeDialog } from './made-dialog.tsx'
import { ShownValue } from './shown-value.tsx'
import { DescriptionField, NameField, SwitchField } from './text-field.tsx'

export type CredentialPanelProps = { readonly session: Session; readonly onClose: () => void }

const lifetimes = {
  '30': '30 days',
  '90': '90 days',
  '365': 'One year',
  never: 'Never',
} as const
type Lifetime = keyof typeof lifetimes

const day = 86_400_000

function endOf(lifetime: Lifetime): string | null {
  return lifetime === 'never' ? null : new Date(Date.now() + Number(lifetime) * day).toISOString()
}

/** Makes a credential, and shows its secret: the only time that anybody sees it. */
export function CredentialPanel({ session, onClose }: CredentialPanelProps) {
  const user = session.user
  const project = session.project
  const own = session.projects.find(({ id }) => id === project?.id)?.roles ?? []
  const { run, isBusy } = useDirectoryDeed()
  const [draft, setDraft] = useState({ name: '', description: '', unrestricted: false })
  const [lifetime, setLifetime] = useState<Lifetime>('90')
  const [held, setHeld] = useState<readonly Role[]>(own)
  const [made, setMade] = useState<MadeCredential | null>(null)
  if (!user || !project) return null
  const edit = (change: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...change }))
  const call = () =>
    directoryCalls.createCredential(user.id, {
      ...draft,
      roles: held.map((name) => ({ name })),
      expires_at: endOf(lifetime),
    })
  if (made) return <Made made={made} user={user.name} project={project.name} onClose={onClose} />
  return (
    <DeedSheet
      title="Create credential"
      description={`For a program that works in the project ${project.name}. Change the project at the top to make one for another.`}
      action="Create credential"
      isBusy={isBusy}
      fields={['name', 'description', 'roles']}
      calls={() => [call()]}
      openstack={() =>
        [
          'openstack application credential create',
          ...held.map((role) => shellOption('--role', role)),
          ...(draft.description === '' ? [] : [shellOption('--description', draft.description)]),
          ...(lifetime === 'never' ? [] : [shellOption('--expiration', endOf(lifetime)?.slice(0, 19) ?? '')]),
          ...(draft.unrestricted ? ['--unrestricted'] : []),
          shellWord(draft.name),
        ].join(' ')
      }
      onSave={async () => {
        const answer = await run<{ application_credential: MadeCredential }>(call())
        setMade(answer.application_credential)
      }}
      onClose={onClose}
    >
      {(errorOf) => (
        <>
          <NameField
            help="What it is for: terraform, nightly deploy."
            maxLength={255}
            draft={draft}
            edit={edit}
            errorOf={errorOf}
          />
          <DescriptionField draft={draft} edit={edit} errorOf={errorOf} />
          <RoleChoice own={own} held={held} error={errorOf('roles')} onChange={setHeld} />
          <Field label="Expires" help="Tokens that it got end with it.">
            {(control) => (
              <Select
                {...control}
                value={lifetime}
                options={(Object.keys(lifetimes) as Lifetime[]).map((value) => ({
                  value,
                  label: value === 'never' ? lifetimes[value] : `In ${lifetimes[value].toLowerCase()}`,
                }))}
                onChange={setLifetime}
              />
            )}
          </Field>
          <SwitchField
            label="May make other credentials"
            help="Leave it off: a credential that leaks could make itself a successor."
            value={draft.unrestricted}
            onChange={(unrestricted) => edit({ unrestricted })}
          />
        </>
      )}
    </DeedSheet>
  )
}

function RoleChoice({
  own,
  held,
  error,
  onChange,
}: {
  readonly own: readonly Role[]
  readonly held: readonly Role[]
  readonly error: string | undefined
  readonly onChange: (held: readonly Role[]) => void
}) {
  const id = useId()
  return (
    <FieldSet
      legend="Roles"
      help="Your own in this project, and no others. It loses those that you lose."
      error={error}
    >
      <ul className="divide-y rounded-control border">
        {own.map((role) => (
          <li key={role} className="flex items-start gap-2.5 px-3 py-2">
            <Checkbox
              id={`${id}-${role}`}
              className="mt-0.5"
              checked={held.includes(role)}
              onCheckedChange={(isOn) =>
                onChange(own.filter((one) => (one === role ? isOn === true : held.includes(one))))
              }
            />
            <label htmlFor={`${id}-${role}`} className="grid gap-0.5">
              <span className="font-medium">{roleKinds[role].label}</span>
              <span className="text-caption text-muted">{roleKinds[role].help}</span>
            </label>
          </li>
        ))}
      </ul>
    </FieldSet>
  )
}

function Made({
  made,
  user,
  project,
  onClose,
}: {
  readonly made: MadeCredential
  readonly user: string
  readonly project: string
  readonly onClose: () => void
}) {
  const { id, secret, name } = made
  return (
    <MadeDialog
      title={`${name} is ready`}
      description="Copy the secret or take one of the files now: it is not shown again."
      onClose={onClose}
    >
      <ShownValue label="ID" value={id} />
      <ShownValue label="Secret" value={secret} />
      <div className="grid gap-2">
        <p className="text-muted">Filled in for the openstack command, openstacksdk, Terraform and gophercloud:</p>
        <ClientDownloads access={{ user, project, credential: { id, secret } }} />
      </div>
    </MadeDialog>
  )
}
