'use client'

import { useQuery } from '@tanstack/react-query'
import { queries } from '../queries.ts'
import { CodeBlock } from '../ui/code-block.tsx'
import { isBeyondOctavia } from './beyond-octavia.ts'
import { type ApiCall, curlCommand, tokenCommand } from './curl.ts'
import { openstackCommand } from './openstack.ts'
import { terraformResource } from './terraform.ts'

/** Calls of the API in every language that has words for them. */
export function Commands({ calls, openstack }: { readonly calls: readonly ApiCall[]; readonly openstack?: string }) {
  const { data: session } = useQuery(queries.session())
  const client = openstack ?? together(calls, openstackCommand)
  const terraform = together(calls, terraformResource)
  const { origin } = window.location
  const person = { user: session?.user?.name ?? 'admin', project: session?.project?.name ?? 'default' }
  return (
    <div className="grid min-w-0 gap-4">
      <CodeBlock label="curl" text={calls.map((call) => curlCommand(call, origin)).join('\n')} />
      {client && <CodeBlock label="openstack client" text={client} />}
      {calls.some(isBeyondOctavia) && (
        <p className="text-muted">
          The openstack client and Terraform’s provider have no words for all of this: say it with curl.
        </p>
      )}
      {terraform && <CodeBlock label="Terraform, OpenStack provider" text={terraform} />}
      <CodeBlock label="$OS_TOKEN, with your password" text={tokenCommand(origin, person)} />
    </div>
  )
}

/** All calls in another language, or nothing when it has no word for one of them. */
function together(calls: readonly ApiCall[], translate: (call: ApiCall) => string | null): string | null {
  const parts = calls.map(translate)
  return parts.length === 0 || parts.includes(null) ? null : parts.join('\n')
}
