'use client'

import { useSyncExternalStore } from 'react'
import { CodeBlock } from '../ui/code-block.tsx'
import { ClientDownloads } from './client-downloads.tsx'
import { openrc } from './client-files.ts'

const never = () => () => {}

/** What a stock openstack client has to know: to paste into a shell, and as files. */
export function ApiAccess({ user, project }: { readonly user: string; readonly project: string }) {
  const origin = useSyncExternalStore(
    never,
    () => window.location.origin,
    () => '',
  )
  const access = { user, project, credential: null }
  return (
    <div className="grid gap-3">
      <CodeBlock
        label="For the openstack client"
        text={`${openrc({ ...access, origin })}openstack loadbalancer list`}
      />
      <ClientDownloads access={access} />
    </div>
  )
}
