'use client'

import { BookOpen, LogOut, Settings2 } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { api } from '../api.ts'
import { links } from '../links.ts'
import { IconButton } from '../ui/button.tsx'
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '../ui/menu.tsx'
import { toast } from '../ui/toast.tsx'
import { ProjectChoices } from './project-menu.tsx'
import { useSession } from './use-session.ts'

export async function signOut(): Promise<void> {
  try {
    await api.signOut()
    // A whole page load: nothing of this person may stay in memory.
    window.location.assign(links.signIn())
  } catch (error) {
    toast.failed('You are still signed in', error)
  }
}

export function PersonMenu() {
  const session = useSession()
  const router = useRouter()
  const name = session?.user?.name ?? ''
  return (
    <Menu
      trigger={
        <IconButton label={name ? `Signed in as ${name}` : 'Person'} className="rounded-full">
          <span
            className="grid size-6 place-items-center rounded-full bg-off-soft font-medium text-caption text-text uppercase"
            aria-hidden
          >
            {name.slice(0, 1)}
          </span>
        </IconButton>
      }
    >
      <MenuLabel>
        {name}
        {session?.project ? ` · project ${session.project.name}` : ''}
      </MenuLabel>
      {(session?.projects.length ?? 0) > 1 && (
        <div className="sm:hidden">
          <MenuSeparator />
          <ProjectChoices />
          <MenuSeparator />
        </div>
      )}
      <MenuItem onSelect={() => router.push(links.settings())}>
        <Settings2 aria-hidden />
        Settings
      </MenuItem>
      <MenuItem onSelect={() => router.push(links.reference())}>
        <BookOpen aria-hidden />
        API reference
      </MenuItem>
      <MenuSeparator />
      <MenuItem onSelect={() => void signOut()}>
        <LogOut aria-hidden />
        Sign out
      </MenuItem>
    </Menu>
  )
}
