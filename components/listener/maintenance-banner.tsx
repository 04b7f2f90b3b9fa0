'use client'

import { Construction } from 'lucide-react'
import type { Graph } from 'model/graph/graph'
import { listenersInMaintenance } from 'model/listener/maintenance'
import type { Listener } from 'model/resources/listener'
import Link from 'next/link'
import { changeCall } from '../forms/row-calls.ts'
import { toastChange } from '../forms/shown-calls.ts'
import { useUpdate } from '../forms/use-changes.ts'
import { links } from '../links.ts'
import { Button } from '../ui/button.tsx'

/** Who is answered with the maintenance page now, and the way back. */
export function MaintenanceBanner({ graph }: { readonly graph: Graph }) {
  // Here, where it outlives the banner that it takes away.
  const update = useUpdate(graph.load_balancer.id)
  const end = (listener: Listener) => {
    const patch = { maintenance: false }
    update.mutate(
      { kind: 'listener', row: listener, patch },
      {
        onSuccess: () =>
          toastChange(`${nameOf(listener)} serves everybody again`, {
            calls: [changeCall('listener', listener, patch)],
            undo: () =>
              update.mutate({ kind: 'listener', row: { ...listener, ...patch }, patch: { maintenance: true } }),
          }),
      },
    )
  }
  return listenersInMaintenance(graph.listeners).map((one) => (
    <InMaintenance key={one.id} listener={one} isPending={update.isPending} onEnd={() => end(one)} />
  ))
}

function nameOf({ name, id }: Listener): string {
  return name || id
}

function InMaintenance({
  listener,
  isPending,
  onEnd,
}: {
  readonly listener: Listener
  readonly isPending: boolean
  readonly onEnd: () => void
}) {
  const { loadbalancer_id, id, maintenance_allowed_cidrs: allowed } = listener
  return (
    <section
      aria-label={`Maintenance of ${nameOf(listener)}`}
      className="flex flex-wrap items-start gap-x-3 gap-y-2 rounded-surface border border-warn-mark bg-warn-soft px-4 py-3"
    >
      <Construction className="mt-0.5 size-4 shrink-0 text-warn" aria-hidden />
      <div className="grid min-w-0 flex-1 basis-60 gap-0.5">
        <p className="font-medium text-warn">
          Listener{' '}
          <Link href={links.listener(loadbalancer_id, id)} className="underline underline-offset-2">
            {nameOf(listener)}
          </Link>{' '}
          is in maintenance.
        </p>
        <p className="break-words">
          {allowed.length === 0
            ? 'Every request is answered 503 with the maintenance page.'
            : `Every request is answered 503 with the maintenance page, except from ${allowed.join(', ')}.`}
        </p>
      </div>
      <Button onClick={onEnd} disabled={isPending}>
        End maintenance
      </Button>
    </section>
  )
}
