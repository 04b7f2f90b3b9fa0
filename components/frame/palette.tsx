'use client'

import { Command } from 'cmdk'
import { CornerDownLeft, Keyboard, LogOut, Moon, Plus, Search, Sun } from 'lucide-react'
import { useRouter } from 'next/navigation'
import * as DialogParts from 'radix-ui/dialog'
import type { ReactNode } from 'react'
import { links } from '../links.ts'
import { scrimLooks } from '../ui/dialog.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { signOut } from './person-menu.tsx'
import { sections } from './sections.ts'
import { applyTheme } from './theme.ts'
import { usePlaces } from './use-places.ts'

const rowLooks =
  'flex min-h-9 cursor-pointer items-center gap-2.5 rounded-control px-2.5 data-[selected=true]:bg-hover [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-faint'
const groupLooks =
  'p-1.5 [&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-caption [&_[cmdk-group-heading]]:text-faint'

/** Every word has to be in the text; one that begins with what was typed stands before the others. */
function match(text: string, typed: string): number {
  const [value, sought] = [text.toLowerCase(), typed.trim().toLowerCase()]
  if (value.startsWith(sought)) return 1
  return sought.split(/\s+/).every((word) => value.includes(word)) ? 0.5 : 0
}

type PaletteProps = {
  readonly isOpen: boolean
  readonly onOpenChange: (isOpen: boolean) => void
  readonly onShowShortcuts: () => void
}

/** Jump to anything by its name or address, or do something, from the keyboard. */
export function Palette({ isOpen, onOpenChange, onShowShortcuts }: PaletteProps) {
  const router = useRouter()
  const groups = usePlaces()
  const go = (href: string) => {
    onOpenChange(false)
    router.push(href)
  }
  const then = (act: () => unknown) => () => {
    onOpenChange(false)
    void act()
  }
  return (
    <DialogParts.Root open={isOpen} onOpenChange={onOpenChange}>
      <DialogParts.Portal>
        <DialogParts.Overlay className={scrimLooks} />
        <DialogParts.Content
          aria-describedby={undefined}
          className="fixed top-[10vh] left-1/2 z-50 w-[calc(100vw-32px)] max-w-150 -translate-x-1/2 animate-appear overflow-hidden rounded-surface border bg-raised shadow-float"
        >
          <DialogParts.Title className="sr-only">Search or jump to</DialogParts.Title>
          <Command label="Search or jump to" loop filter={match}>
            <div className="flex items-center gap-2.5 border-b px-4">
              <Search className="size-4 shrink-0 text-faint" aria-hidden />
              <Command.Input
                autoFocus
                placeholder="A name, an address, or what you want to do"
                className="h-12 w-full bg-transparent text-section outline-none placeholder:text-faint"
              />
            </div>
            <Command.List className="max-h-[56vh] overflow-y-auto">
              <Command.Empty className="px-4 py-8 text-center text-muted">
                Nothing has this name or address.
              </Command.Empty>
              <Command.Group heading="Do" className={groupLooks}>
                <Item icon={<Plus aria-hidden />} keys="c" onSelect={() => go(links.newLoadBalancer())}>
                  Create load balancer
                </Item>
                <Item icon={<Moon aria-hidden />} onSelect={then(() => applyTheme('dark'))}>
                  Use the dark theme
                </Item>
                <Item icon={<Sun aria-hidden />} onSelect={then(() => applyTheme('light'))}>
                  Use the light theme
                </Item>
                <Item icon={<Keyboard aria-hidden />} keys="?" onSelect={onShowShortcuts}>
                  Show keyboard shortcuts
                </Item>
                <Item icon={<LogOut aria-hidden />} onSelect={then(signOut)}>
                  Sign out
                </Item>
              </Command.Group>
              <Command.Group heading="Go to" className={groupLooks}>
                {sections.map(({ href, label, icon: Icon, keys }) => (
                  <Item key={href} icon={<Icon aria-hidden />} keys={keys} onSelect={() => go(href)}>
                    {label}
                  </Item>
                ))}
              </Command.Group>
              {groups.map((group) => (
                <Command.Group key={group.heading} heading={group.heading} className={groupLooks}>
                  {group.places.map((place) => (
                    <Command.Item
                      key={place.id}
                      value={`${place.name} ${place.detail} ${place.id}`}
                      onSelect={() => go(place.href)}
                      className={rowLooks}
                    >
                      <span className="truncate">{place.name}</span>
                      <span className="truncate font-mono text-caption text-faint">{place.detail}</span>
                    </Command.Item>
                  ))}
                </Command.Group>
              ))}
            </Command.List>
            <p className="flex items-center gap-3 border-t px-4 py-2 text-caption text-faint">
              <span className="flex items-center gap-1">
                <CornerDownLeft className="size-3" aria-hidden /> open
              </span>
              <span>↑ ↓ choose</span>
              <span>Esc close</span>
            </p>
          </Command>
        </DialogParts.Content>
      </DialogParts.Portal>
    </DialogParts.Root>
  )
}

function Item({
  icon,
  keys,
  onSelect,
  children,
}: {
  readonly icon: ReactNode
  readonly keys?: string
  readonly onSelect: () => void
  readonly children: string
}) {
  return (
    <Command.Item value={children} onSelect={onSelect} className={rowLooks}>
      {icon}
      <span className="flex-1">{children}</span>
      <span className="flex gap-1" aria-hidden>
        {keys?.split(' ').map((key) => (
          <Kbd key={key}>{key}</Kbd>
        ))}
      </span>
    </Command.Item>
  )
}
