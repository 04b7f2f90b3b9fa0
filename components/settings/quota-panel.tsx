'use client'

import { type Limits, type Quota, quota } from 'model/resources/quota'
import { useState } from 'react'
import { DeedSheet } from '../forms/deed-sheet.tsx'
import { useDirectoryDeed } from '../forms/use-deed.ts'
import { count } from '../ui/format.ts'
import { toast } from '../ui/toast.tsx'
import { draftOf, limitText, type QuotaPlace, quotaCall, quotaCommand, quotaKinds, quotaWords } from './quotas.ts'
import { TextField } from './text-field.tsx'

export type QuotaPanelProps = {
  /** Null: the defaults of all projects. */
  readonly place: QuotaPlace
  readonly own: Quota
  readonly defaults: Limits
  /** Null for the defaults. */
  readonly inUse: Limits | null
  readonly onClose: () => void
}

export function QuotaPanel({ place, own, defaults, inUse, onClose }: QuotaPanelProps) {
  const { run, isBusy } = useDirectoryDeed()
  const [draft, setDraft] = useState(() => draftOf(own))
  const fallback = place === null ? 'no limit' : 'the default'
  return (
    <DeedSheet
      title={place === null ? 'Edit the default quota' : `Edit the quota of ${place.name}`}
      description={`Empty is ${fallback}, -1 is no limit. A limit below what is in use only refuses more.`}
      action="Save changes"
      isBusy={isBusy}
      fields={quotaKinds.map((kind) => quotaWords[kind])}
      calls={() => [quotaCall(place, draft)]}
      {...(place && { openstack: () => quotaCommand(place, draft) })}
      onSave={async () => {
        await run(quotaCall(place, draft))
        toast.done('Quota changed')
        onClose()
      }}
      onClose={onClose}
    >
      {(errorOf) =>
        quotaKinds.map((kind) => (
          <TextField
            key={kind}
            label={quota.fields[kind].label}
            help={`${quota.fields[kind].help}${inUse === null ? '' : ` In use: ${count(inUse[kind])}.`}`}
            error={errorOf(quotaWords[kind])}
            placeholder={place === null ? 'No limit' : `Default: ${limitText(defaults[kind])}`}
            inputMode="numeric"
            value={draft[kind]}
            onChange={(value) => setDraft((before) => ({ ...before, [kind]: value }))}
          />
        ))
      }
    </DeedSheet>
  )
}
