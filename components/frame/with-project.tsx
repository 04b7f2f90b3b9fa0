'use client'

import type { ReactNode } from 'react'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { signOut } from './person-menu.tsx'
import { useSession } from './use-session.ts'

/** The page, or, for somebody who has no role anywhere, what they can do about that: every page would be refused. */
export function WithProject({ children }: { readonly children: ReactNode }) {
  const session = useSession()
  if (!session?.user || session.project) return children
  return (
    <EmptyState title="You have no role in a project" action={<Button onClick={() => void signOut()}>Sign out</Button>}>
      You are signed in as {session.user.name}. An administrator can give you a role under Settings, People.
    </EmptyState>
  )
}
