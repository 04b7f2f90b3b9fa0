'use client'

import { api } from '../api.ts'
import { links } from '../links.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { PasswordField } from './password-field.tsx'
import { useDoor } from './use-door.ts'

/** The first page that anybody sees: creates the administrator. */
export function SetupForm() {
  const door = useDoor({ name: 'admin', enter: api.setUp, leaveTo: links.overview() })
  const refusal = door.errorOf(null)
  return (
    <form onSubmit={door.onSubmit} noValidate className="grid gap-4 rounded-surface border bg-surface p-6">
      <div className="grid gap-1">
        <h1 className="font-semibold text-title">Create the administrator</h1>
        <p className="text-muted">
          One account to begin with. It may do everything, and it works in the project default.
        </p>
      </div>
      {refusal && (
        <p role="alert" className="rounded-control bg-bad-soft px-3 py-2 text-bad">
          {refusal}
        </p>
      )}
      <Field label="Name" help="You sign in with it, here and with the API." error={door.errorOf('name')} isRequired>
        {(control) => (
          <Input
            {...control}
            name="name"
            value={door.person.name}
            onChange={(event) => door.set({ name: event.target.value })}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
          />
        )}
      </Field>
      <PasswordField
        value={door.person.password}
        onChange={(password) => door.set({ password })}
        error={door.errorOf('password')}
        help="8 to 128 characters, any characters. A sentence that only you would say is a good one."
        autoComplete="new-password"
      />
      <Button type="submit" look="primary" isBusy={door.isBusy}>
        Create administrator
      </Button>
    </form>
  )
}
