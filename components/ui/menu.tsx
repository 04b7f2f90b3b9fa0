'use client'

import { Check } from 'lucide-react'
import * as MenuParts from 'radix-ui/dropdown-menu'
import { type ComponentProps, type ReactNode, useEffect, useRef, useState } from 'react'
import { type ButtonProps, IconButton } from './button.tsx'
import { classNames } from './class-names.ts'

const itemLooks =
  'flex min-h-8 cursor-pointer select-none items-center gap-2 rounded-control px-2 text-body outline-none data-disabled:cursor-not-allowed data-highlighted:bg-hover data-disabled:text-faint pointer-coarse:min-h-11 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-faint'

const contentLooks =
  'z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-44 animate-appear overflow-y-auto rounded-surface border border-line bg-raised p-1 shadow-float'
const placement = { sideOffset: 4, collisionPadding: 8 } as const

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
        <MenuParts.Content align={align} {...placement} className={contentLooks}>
          {children}
        </MenuParts.Content>
      </MenuParts.Portal>
    </MenuParts.Root>
  )
}

/**
 * The same under a button that is an icon, for the rows of long lists: until it is opened there is only the button, and `items` are
 * not drawn.
 */
export function LateMenu({
  icon,
  items,
  ...button
}: Pick<ButtonProps, 'size' | 'disabled'> & {
  readonly label: string
  readonly icon: ReactNode
  readonly items: () => ReactNode
}) {
  const opener = useRef<HTMLButtonElement>(null)
  const [openedBy, setOpenedBy] = useState<'pointer' | 'keys' | null>(null)
  return (
    <span className="relative inline-flex">
      <IconButton
        ref={opener}
        {...button}
        aria-haspopup="menu"
        aria-expanded={openedBy !== null}
        data-state={openedBy === null ? 'closed' : 'open'}
        onPointerDown={(event) => {
          if (event.button !== 0 || event.ctrlKey) return
          // The focus goes to the menu.
          event.preventDefault()
          setOpenedBy('pointer')
        }}
        onKeyDown={(event) => {
          if (!openingKeys.has(event.key)) return
          event.preventDefault()
          setOpenedBy('keys')
        }}
      >
        {icon}
      </IconButton>
      {openedBy !== null && (
        <MenuParts.Root open onOpenChange={(isOpen) => !isOpen && setOpenedBy(null)}>
          <MenuParts.Trigger asChild>
            <span aria-hidden tabIndex={-1} className="pointer-events-none absolute inset-0" />
          </MenuParts.Trigger>
          <MenuParts.Portal>
            <MenuParts.Content
              align="end"
              {...placement}
              aria-label={button.label}
              aria-labelledby={undefined}
              className={contentLooks}
              onCloseAutoFocus={(event) => {
                event.preventDefault()
                opener.current?.focus()
              }}
            >
              {openedBy === 'keys' && <FocusOnFirst />}
              {items()}
            </MenuParts.Content>
          </MenuParts.Portal>
        </MenuParts.Root>
      )}
    </span>
  )
}

const openingKeys: ReadonlySet<string> = new Set(['Enter', ' ', 'ArrowDown'])

/** A menu that is opened with a key begins with its first item; one that is there only from then on has not seen the key. */
function FocusOnFirst() {
  const place = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    place.current?.parentElement?.querySelector<HTMLElement>('[role="menuitem"]')?.focus({ preventScroll: true })
  }, [])
  return <span ref={place} hidden />
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
