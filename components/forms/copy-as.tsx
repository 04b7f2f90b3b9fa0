'use client'

import { useQuery } from '@tanstack/react-query'
import { Terminal } from 'lucide-react'
import { useState } from 'react'
import { queries } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { CodeBlock } from '../ui/code-block.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { type ApiCall, curlCommand, tokenCommand } from './curl.ts'

/** The same change as commands: what can be clicked can be scripted. */
export function CopyAs({
  calls,
  openstack,
}: {
  readonly calls: () => readonly ApiCall[]
  readonly openstack?: () => string
}) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button look="ghost" onClick={() => setOpen(true)}>
        <Terminal aria-hidden />
        Copy as
      </Button>
      <Dialog
        isOpen={isOpen}
        onOpenChange={setOpen}
        title="Copy as"
        description="The same change from a shell or a script."
        className="max-w-200"
      >
        <Commands calls={calls()} {...(openstack ? { openstack: openstack() } : {})} />
      </Dialog>
    </>
  )
}

function Commands({ calls, openstack }: { readonly calls: readonly ApiCall[]; readonly openstack?: string }) {
  const { data: session } = useQuery(queries.session())
  const { origin } = window.location
  const person = { user: session?.user?.name ?? 'admin', project: session?.project?.name ?? 'default' }
  return (
    <div className="grid min-w-0 gap-4">
      <CodeBlock label="curl" text={calls.map((call) => curlCommand(call, origin)).join('\n')} />
      {openstack && <CodeBlock label="openstack client" text={openstack} />}
      <CodeBlock label="$OS_TOKEN, with your password" text={tokenCommand(origin, person)} />
    </div>
  )
}
