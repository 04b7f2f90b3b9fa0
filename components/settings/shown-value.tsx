'use client'

import { CopyButton } from '../ui/copy-button.tsx'
import { Field } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'

/** A value that is there to be copied. */
export function ShownValue({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <Field label={label}>
      {(control) => (
        <span className="flex items-center gap-2">
          <Input {...control} isMono readOnly value={value} onFocus={(event) => event.target.select()} />
          <CopyButton label="Copy" text={value} what={label} />
        </span>
      )}
    </Field>
  )
}
