'use client'

import { Check } from 'lucide-react'
import * as MenuParts from 'radix-ui/dropdown-menu'
import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names.ts'

const itemLooks =
  'flex min-h-8 cursor-pointer select-none items-center gap-2 rounded-control px-2 text-body outline-none data-disabled:cursor-not-allowed data-highlighted:bg-hover data-disabled:text-faint pointer-coarse:min-h-11 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-faint'

/** A menu under a button. `trigger` is the button itself. */
export function Menu({
  trigger,
  align = 'end',
  children,
}: {
  readonly trigger: ReactNode
  readonly align?: 'start' | 'end'
  readonly children: ReactNode
}) {
  return (
    <MenuParts.Root>
      <MenuParts.Trigger asChild>{trigger}</MenuParts.Trigger>
      <MenuParts.Portal>
        <MenuParts.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className="z-50 min-w-44 animate-appear rounded-surface border border-line bg-raised p-1 shadow-float"
        >
          {children}
        </MenuParts.Content>
      </MenuParts.Portal>
    </MenuParts.Root>
  )
}

export function MenuItem({
  isDanger = false,
  className,
  ...rest
}: ComponentProps<typeof MenuParts.Item> & { readonly isDanger?: boolean }) {
  return (
    <MenuParts.Item
      className={classNames(itemLooks, isDanger && 'text-bad data-highlighted:bg-bad-soft', className)}
      {...rest}
    />
  )
}

export function MenuRadioGroup<T extends string>({
  value,
  choices,
  onChange,
}: {
  readonly value: T
  readonly choices: readonly { readonly value: T; readonly label: string }[]
  readonly onChange: (value: T) => void
}) {
  return (
    <MenuParts.RadioGroup value={value} onValueChange={(next) => onChange(next as T)}>
      {choices.map((choice) => (
        <MenuParts.RadioItem
          key={choice.value}
          value={choice.value}
          className={classNames(itemLooks, 'justify-between')}
        >
          {choice.label}
          <MenuParts.ItemIndicator>
            <Check aria-hidden />
          </MenuParts.ItemIndicator>
        </MenuParts.RadioItem>
      ))}
    </MenuParts.RadioGroup>
  )
}

export function MenuLabel({ children }: { readonly children: ReactNode }) {
  return <MenuParts.Label className="px-2 pt-1.5 pb-1 text-caption text-faint">{children}</MenuParts.Label>
}

export function MenuSeparator() {
  return <MenuParts.Separator className="-mx-1 my-1 h-px bg-line" />
}
