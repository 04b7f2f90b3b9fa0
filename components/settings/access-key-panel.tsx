'use client'

import { useState } from 'react'
import type { Session } from '../api-answers.ts'
import { DeedSheet } from '../forms/deed-sheet.tsx'
import { useDirectoryDeed } from '../forms/use-deed.ts'
import { directoryCalls, type MadeAccessKey } from './directory.ts'
import { MadeDialog } from './made-dialog.tsx'
import { ShownValue } from './shown-value.tsx'
import { DescriptionField } from './text-field.tsx'

export type AccessKeyPanelProps = { readonly session: Session; readonly onClose: () => void }

/** Makes an access key, and shows its secret: the only time that anybody sees it. */
export function AccessKeyPanel({ session, onClose }: AccessKeyPanelProps) {
  const { run, isBusy } = useDirectoryDeed()
  const [draft, setDraft] = useState({ description: '' })
  const [made, setMade] = useState<MadeAccessKey | null>(null)
  const call = () => directoryCalls.createAccessKey(draft)
  if (made) return <Made made={made} project_id={session.project?.id ?? ''} onClose={onClose} />
  return (
    <DeedSheet
      title="Create access key"
      description="It signs requests in your name, with your rights in every project."
      action="Create access key"
      isBusy={isBusy}
      fields={['description']}
      calls={() => [call()]}
      onSave={async () => {
        const answer = await run<{ access_key: MadeAccessKey }>(call())
        setMade(answer.access_key)
      }}
      onClose={onClose}
    >
      {(errorOf) => (
        <DescriptionField
          draft={draft}
          edit={setDraft}
          errorOf={(field) => errorOf(`access_key/${field}`) ?? errorOf(field)}
        />
      )}
    </DeedSheet>
  )
}

function Made({
  made,
  project_id,
  onClose,
}: {
  readonly made: MadeAccessKey
  readonly project_id: string
  readonly onClose: () => void
}) {
  return (
    <MadeDialog
      title="Your access key is ready"
      description="Copy the secret now: it is not shown again."
      onClose={onClose}
    >
      <ShownValue label="Access key (AK)" value={made.id} />
      <ShownValue label="Secret key (SK)" value={made.secret} />
      <p className="text-muted">Clients of Huawei Cloud ask for these, too:</p>
      <ShownValue label="Endpoint" value={window.location.origin} />
      <ShownValue label="Project ID" value={project_id} />
    </MadeDialog>
  )
}
