import type { ComponentProps } from 'react'
import { classNames } from './class-names.ts'
import { controlLooks } from './input.tsx'

export function Textarea({
  isMono = false,
  className,
  ...rest
}: ComponentProps<'textarea'> & { readonly isMono?: boolean }) {
  return (
    <textarea className={classNames(controlLooks, 'min-h-20 py-1.5', isMono && 'font-mono', className)} {...rest} />
  )
}
