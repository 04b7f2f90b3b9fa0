'use client'

import { Check, ChevronDown } from 'lucide-react'
import * as SelectParts from 'radix-ui/select'
import { classNames } from './class-names.ts'
import type { FieldControl } from './field.tsx'
import { controlLooks } from './input.tsx'

export type Option<T extends string = string> = {
  readonly value: T
  readonly label: string
  readonly help?: string | undefined
  readonly isDisabled?: boolean
}

export type SelectProps<T extends string> = Partial<FieldControl> & {
  readonly value: T | null
  readonly options: readonly Option<T>[]
  readonly onChange: (value: T) => void
  readonly placeholder?: string
  readonly isDisabled?: boolean
  readonly className?: string
  readonly 'aria-label'?: string
}

/** A short list of choices. Radix refuses the empty string as a value: name a "none" instead. */
export function Select<T extends string>({
  value,
  options,
  onChange,
  placeholder,
  isDisabled = false,
  className,
  ...control
}: SelectProps<T>) {
  return (
    <SelectParts.Root value={value ?? ''} onValueChange={(next) => onChange(next as T)} disabled={isDisabled}>
      <SelectParts.Trigger
        className={classNames(
          controlLooks,
          'flex h-8 items-center justify-between gap-2 text-left data-placeholder:text-faint pointer-coarse:h-11',
          className,
        )}
        {...control}
      >
        <span className="truncate">
          <SelectParts.Value placeholder={placeholder ?? 'Choose'} />
        </span>
        <ChevronDown className="size-4 shrink-0 text-faint" aria-hidden />
      </SelectParts.Trigger>
      <SelectParts.Portal>
        <SelectParts.Content
          position="popper"
          sideOffset={4}
          className="z-50 max-h-80 min-w-(--radix-select-trigger-width) animate-appear overflow-hidden rounded-surface border border-line bg-raised shadow-float"
        >
          <SelectParts.Viewport className="p-1">
            {options.map((option) => (
              <SelectParts.Item
                key={option.value}
                value={option.value}
                disabled={option.isDisabled ?? false}
                className="relative flex min-h-8 cursor-pointer select-none flex-col justify-center rounded-control py-1 pr-8 pl-2 text-body outline-none data-disabled:cursor-not-allowed data-highlighted:bg-hover data-disabled:text-faint"
              >
                <SelectParts.ItemText>{option.label}</SelectParts.ItemText>
                {option.help && <span className="max-w-80 text-caption text-faint">{option.help}</span>}
                <SelectParts.ItemIndicator className="absolute top-2 right-2">
                  <Check className="size-4 text-accent-text" aria-hidden />
                </SelectParts.ItemIndicator>
              </SelectParts.Item>
            ))}
          </SelectParts.Viewport>
        </SelectParts.Content>
      </SelectParts.Portal>
    </SelectParts.Root>
  )
}
