'use client'

import { api } from '../api.ts'
import { links } from '../links.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { PasswordField } from './password-field.tsx'
import { useDoor } from './use-door.ts'

/** A path of this console, or the overview: nobody is sent to another site. */
function safePath(next: string): string {
  return /^\/(?![/\\])/.test(next) ? next : links.overview()
}

export function SignInForm({ next }: { readonly next: string }) {
  const door = useDoor({ name: '', enter: api.signIn, leaveTo: safePath(next) })
  const refusal = door.errorOf(null)
  return (
    <form onSubmit={door.onSubmit} noValidate className="grid gap-4 rounded-surface border bg-surface p-6">
      <h1 className="font-semibold text-title">Sign in</h1>
      {refusal && (
        <p role="alert" className="rounded-control bg-bad-soft px-3 py-2 text-bad">
          {refusal}
        </p>
      )}
      <Field label="Name" error={door.errorOf('name')} isRequired>
        {(control) => (
          <Input
            {...control}
            name="name"
            value={door.person.name}
            onChange={(event) => door.set({ name: event.target.value })}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus
          />
        )}
      </Field>
      <PasswordField
        value={door.person.password}
        onChange={(password) => door.set({ password })}
        error={door.errorOf('password')}
        autoComplete="current-password"
      />
      <Button type="submit" look="primary" isBusy={door.isBusy}>
        Sign in
      </Button>
    </form>
  )
}
