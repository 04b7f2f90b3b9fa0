'use client'

import { Eye, EyeOff } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { IconButton } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'

/** A password that can be looked at, in place of typing it twice. */
export function PasswordField({
  label = 'Password',
  isRequired = true,
  value,
  onChange,
  error,
  help,
  autoComplete,
}: {
  readonly label?: string
  readonly isRequired?: boolean
  readonly value: string
  readonly onChange: (value: string) => void
  readonly error?: string | undefined
  readonly help?: ReactNode
  readonly autoComplete: 'current-password' | 'new-password'
}) {
  const [isShown, setShown] = useState(false)
  return (
    <Field label={label} error={error} help={help} isRequired={isRequired}>
      {(control) => (
        <span className="relative block">
          <Input
            {...control}
            type={isShown ? 'text' : 'password'}
            name="password"
            value={value}
            onChange={(event) => onChange(event.target.value)}
            autoComplete={autoComplete}
            spellCheck={false}
            className="pr-9"
          />
          <IconButton
            label={isShown ? 'Hide the characters' : 'Show the characters'}
            size="iconSmall"
            className="absolute top-0.5 right-0.5 pointer-coarse:top-0"
            onClick={() => setShown(!isShown)}
          >
            {isShown ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
          </IconButton>
        </span>
      )}
    </Field>
  )
}
