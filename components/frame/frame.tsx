import type { ReactNode } from 'react'
import { LiveProvider } from '../live/live-provider.tsx'
import { Commands } from './commands.tsx'
import { Drawer } from './drawer.tsx'
import { PersonMenu } from './person-menu.tsx'
import { ProjectMenu } from './project-menu.tsx'
import { Rail } from './rail.tsx'
import { SystemState } from './system-state.tsx'
import { ThemeMenu } from './theme-menu.tsx'
import { Trail } from './trail.tsx'
import { WithProject } from './with-project.tsx'

/** What stands around every page of a signed-in person. */
export function Frame({
  isRailCollapsed,
  children,
}: {
  readonly isRailCollapsed: boolean
  readonly children: ReactNode
}) {
  return (
    <LiveProvider>
      <a
        href="#content"
        className="sr-only rounded-control bg-accent px-3 py-2 text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-60"
      >
        Skip to the content
      </a>
      <div className="flex min-h-dvh">
        <Rail startsCollapsed={isRailCollapsed} />
        <div className="flex min-w-0 flex-1 flex-col">
          <header className="sticky top-0 z-30 flex h-12 shrink-0 items-center gap-2 border-b bg-surface px-4 md:px-6">
            <Drawer />
            <ProjectMenu />
            <span className="hidden text-faint sm:inline" aria-hidden>
              /
            </span>
            <div className="min-w-0 flex-1">
              <Trail />
            </div>
            <Commands />
            <SystemState />
            <ThemeMenu />
            <PersonMenu />
          </header>
          <main id="content" tabIndex={-1} className="mx-auto w-full max-w-360 flex-1 px-4 py-6 outline-none md:px-6">
            <WithProject>{children}</WithProject>
          </main>
        </div>
      </div>
    </LiveProvider>
  )
}
