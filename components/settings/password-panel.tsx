'use client'

import { useState } from 'react'
import { api } from '../api.ts'
import { PasswordField } from '../auth/password-field.tsx'
import { DeedSheet } from '../forms/deed-sheet.tsx'
import { toast } from '../ui/toast.tsx'
import { directoryCalls } from './directory.ts'

const fields = ['original_password', 'password']

/** A person's own password. The new one ends all of their sessions and tokens: this page signs in again with it. */
export function PasswordPanel({
  person,
  onClose,
}: {
  readonly person: { readonly id: string; readonly name: string }
  readonly onClose: () => void
}) {
  const [draft, setDraft] = useState({ original_password: '', password: '' })
  const [isBusy, setBusy] = useState(false)
  const edit = (change: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...change }))
  const save = async () => {
    setBusy(true)
    try {
      await api.send(directoryCalls.changePassword(person.id, draft))
      await api.signIn({ name: person.name, password: draft.password })
    } finally {
      setBusy(false)
    }
    toast.done('Password changed', { description: 'You are signed out everywhere else.' })
    onClose()
  }
  return (
    <DeedSheet
      title="Change password"
      description="You are signed out everywhere else, and your tokens end. Application credentials stay."
      action="Change password"
      isBusy={isBusy}
      fields={fields}
      calls={() => [
        directoryCalls.changePassword(person.id, { original_password: 'OLD_PASSWORD', password: 'NEW_PASSWORD' }),
      ]}
      openstack={() => 'openstack user password set'}
      onSave={save}
      onClose={onClose}
    >
      {(errorOf) => (
        <>
          <PasswordField
            label="Current password"
            value={draft.original_password}
            onChange={(original_password) => edit({ original_password })}
            error={errorOf('original_password')}
            autoComplete="current-password"
          />
          <PasswordField
            label="New password"
            value={draft.password}
            onChange={(password) => edit({ password })}
            error={errorOf('password')}
            help="At least 8 characters."
            autoComplete="new-password"
          />
        </>
      )}
    </DeedSheet>
  )
}
