'use client'

import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import type { ReactNode } from 'react'
import { usePanel } from '../forms/use-panel.ts'
import { signOut } from '../frame/person-menu.tsx'
import { useTheme } from '../frame/theme-menu.tsx'
import { useEngines } from '../live/use-live.ts'
import { queries } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { RadioCards } from '../ui/radio-cards.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { ApiAccess } from './api-access.tsx'
import { roleLabel } from './directory.ts'
import { AbilityList, EngineTable } from './engines.tsx'
import { SettingsFrame } from './settings-frame.tsx'

const PasswordPanel = dynamic(() => import('./password-panel.tsx').then((module) => module.PasswordPanel), {
  ssr: false,
})

const themeChoices = [
  { value: 'system', label: 'System', help: 'As your system has it, by day and by night.' },
  { value: 'light', label: 'Light', help: 'Always light.' },
  { value: 'dark', label: 'Dark', help: 'Always dark.' },
] as const

export function SettingsPage() {
  const { data: session, error, refetch } = useQuery(queries.session())
  const live = useEngines()
  const [theme, setTheme] = useTheme()
  const password = usePanel('password')
  if (!session && error) return <ErrorState title="The settings could not be loaded" error={error} onRetry={refetch} />
  return (
    <SettingsFrame>
      <div className="grid max-w-240 grid-cols-[minmax(0,1fr)] gap-8">
        <Part title="You">
          {session?.user ? (
            <div className="flex flex-wrap items-center justify-between gap-4">
              <dl className="grid grid-cols-[max-content_1fr] gap-x-6 gap-y-1">
                <dt className="text-muted">Name</dt>
                <dd>{session.user.name}</dd>
                <dt className="text-muted">Project</dt>
                <dd>{session.project?.name ?? 'none'}</dd>
                <dt className="text-muted">Roles there</dt>
                <dd>
                  {session.projects
                    .find((one) => one.id === session.project?.id)
                    ?.roles.map(roleLabel)
                    .join(', ') || 'none'}
                </dd>
              </dl>
              <span className="flex flex-wrap gap-2">
                <Button onClick={() => password.open('change')}>Change password</Button>
                <Button onClick={() => void signOut()}>Sign out</Button>
              </span>
              {password.value !== null && <PasswordPanel person={session.user} onClose={password.close} />}
            </div>
          ) : (
            <Skeleton className="h-16 w-60" />
          )}
        </Part>
        <Part title="Theme">
          <RadioCards label="Theme" value={theme} choices={themeChoices} onChange={setTheme} columns={3} />
        </Part>
        <Part
          title="Engines"
          description="The processes that run HAProxy. They ask the control plane what to run, and report what they did."
        >
          {session ? <EngineTable engines={live ?? session.engines} /> : <Skeleton className="h-18 w-full" />}
          {session?.abilities && <AbilityList abilities={session.abilities} />}
        </Part>
        <Part
          title="API"
          description="Everything that this console does, a script can do: stock OpenStack clients sign in with your password, or with an application credential."
        >
          {session?.user ? (
            <ApiAccess user={session.user.name} project={session.project?.name ?? 'default'} />
          ) : (
            <Skeleton className="h-32 w-full" />
          )}
        </Part>
      </div>
    </SettingsFrame>
  )
}

function Part({
  title,
  description,
  children,
}: {
  readonly title: string
  readonly description?: string
  readonly children: ReactNode
}) {
  return (
    <section className="grid gap-3" aria-label={title}>
      <div className="grid gap-0.5">
        <h2 className="font-medium text-section">{title}</h2>
        {description && <p className="text-muted">{description}</p>}
      </div>
      {children}
    </section>
  )
}
