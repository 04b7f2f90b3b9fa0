'use client'

import { Command } from 'cmdk'
import { Check, ChevronDown, Search } from 'lucide-react'
import * as PopoverParts from 'radix-ui/popover'
import { useState } from 'react'
import { classNames } from './class-names.ts'
import { controlLooks } from './input.tsx'
import type { SelectProps } from './select.tsx'

export type SearchableSelectProps<T extends string> = SelectProps<T> & {
  readonly searchLabel?: string
  /** What is said when nothing matches. */
  readonly nothing?: string
}

/** A choice among more than a handful: type to find. */
export function SearchableSelect<T extends string>({
  value,
  options,
  onChange,
  placeholder,
  isDisabled = false,
  className,
  searchLabel = 'Search',
  nothing = 'Nothing matches.',
  ...control
}: SearchableSelectProps<T>) {
  const [isOpen, setOpen] = useState(false)
  const chosen = options.find((option) => option.value === value)
  const choose = (next: T) => {
    onChange(next)
    setOpen(false)
  }
  return (
    <PopoverParts.Root open={isOpen} onOpenChange={setOpen}>
      <PopoverParts.Trigger
        role="combobox"
        aria-expanded={isOpen}
        disabled={isDisabled}
        className={classNames(
          controlLooks,
          'flex h-8 items-center justify-between gap-2 text-left pointer-coarse:h-11',
          className,
        )}
        {...control}
      >
        <span className={classNames('truncate', !chosen && 'text-faint')}>
          {chosen?.label ?? placeholder ?? 'Choose'}
        </span>
        <ChevronDown className="size-4 shrink-0 text-faint" aria-hidden />
      </PopoverParts.Trigger>
      <PopoverParts.Portal>
        <PopoverParts.Content
          align="start"
          sideOffset={4}
          className="z-50 w-(--radix-popover-trigger-width) min-w-64 animate-appear overflow-hidden rounded-surface border border-line bg-raised shadow-float"
        >
          <Command label={searchLabel}>
            <div className="flex items-center gap-2 border-b px-2.5">
              <Search className="size-4 shrink-0 text-faint" aria-hidden />
              <Command.Input
                placeholder={searchLabel}
                className="h-9 w-full bg-transparent text-body outline-none placeholder:text-faint"
              />
            </div>
            <Command.List className="max-h-72 overflow-y-auto p-1">
              <Command.Empty className="px-2 py-3 text-caption text-muted">{nothing}</Command.Empty>
              {options.map((option) => (
                <Command.Item
                  key={option.value}
                  value={`${option.label} ${option.help ?? ''} ${option.value}`}
                  disabled={option.isDisabled ?? false}
                  onSelect={() => choose(option.value)}
                  className="flex min-h-8 cursor-pointer items-center justify-between gap-2 rounded-control px-2 py-1 text-body data-[disabled=true]:cursor-not-allowed data-[selected=true]:bg-hover data-[disabled=true]:text-faint"
                >
                  <span className="grid">
                    {option.label}
                    {option.help && <span className="text-caption text-faint">{option.help}</span>}
                  </span>
                  {option.value === value && <Check className="size-4 shrink-0 text-accent-text" aria-hidden />}
                </Command.Item>
              ))}
            </Command.List>
          </Command>
        </PopoverParts.Content>
      </PopoverParts.Portal>
    </PopoverParts.Root>
  )
}
