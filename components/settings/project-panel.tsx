'use client'

import { useState } from 'react'
import { DeedSheet } from '../forms/deed-sheet.tsx'
import { shellOption, shellWord } from '../forms/shell.ts'
import { useDirectoryDeed } from '../forms/use-deed.ts'
import { toast } from '../ui/toast.tsx'
import { directoryCalls, type ProjectRow } from './directory.ts'
import { DescriptionField, NameField, SwitchField } from './text-field.tsx'

export type ProjectPanelProps = {
  /** Null: a new one. */
  readonly project: ProjectRow | null
  readonly onClose: () => void
}

export function ProjectPanel({ project, onClose }: ProjectPanelProps) {
  const { run, isBusy } = useDirectoryDeed()
  const [draft, setDraft] = useState({
    name: project?.name ?? '',
    description: project?.description ?? '',
    enabled: project?.enabled ?? true,
  })
  const edit = (change: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...change }))
  const call = () =>
    project === null ? directoryCalls.createProject(draft) : directoryCalls.updateProject(project.id, draft)
  const options = [
    ...(draft.description === '' ? [] : [shellOption('--description', draft.description)]),
    ...(draft.enabled ? [] : ['--disable']),
  ]
  return (
    <DeedSheet
      title={project === null ? 'Create project' : 'Edit project'}
      description="Load balancers and networks belong to a project; people get roles in it."
      action={project === null ? 'Create project' : 'Save changes'}
      isBusy={isBusy}
      fields={['name', 'description']}
      calls={() => [call()]}
      openstack={() =>
        project === null
          ? ['openstack project create', ...options, shellWord(draft.name)].join(' ')
          : [
              'openstack project set',
              shellOption('--name', draft.name),
              shellOption('--description', draft.description),
              draft.enabled ? '--enable' : '--disable',
              shellWord(project.name),
            ].join(' ')
      }
      onSave={async () => {
        await run(call())
        toast.done(project === null ? 'Project created' : 'Project changed')
        onClose()
      }}
      onClose={onClose}
    >
      {(errorOf) => (
        <>
          <NameField draft={draft} edit={edit} errorOf={errorOf} />
          <DescriptionField draft={draft} edit={edit} errorOf={errorOf} />
          <SwitchField
            label="Enabled"
            help="Nobody acts in a project that is switched off; its load balancers go on serving."
            value={draft.enabled}
            onChange={(enabled) => edit({ enabled })}
          />
        </>
      )}
    </DeedSheet>
  )
}
