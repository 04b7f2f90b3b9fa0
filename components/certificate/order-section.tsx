'use client'

import { useQuery } from '@tanstack/react-query'
import { rolesAllow } from 'model/access/roles'
import { knownDirectories, orderStates, type ShownOrder } from 'model/certificate/order'
import type { ShownCertificate } from 'model/resources/certificate'
import { shortId } from 'model/short-id'
import Link from 'next/link'
import { useState } from 'react'
import { CopyAs } from '../forms/copy-as.tsx'
import { useCertificateDeed } from '../forms/use-deed.ts'
import { useSession } from '../frame/use-session.ts'
import { links } from '../links.ts'
import { queries } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { moment } from '../ui/format.ts'
import { renewCall } from './certificate-calls.ts'

/** How it stands with the authority: what it does now, why it refused, and when it is asked again. */
export function OrderSection({
  certificate,
  order,
}: {
  readonly certificate: ShownCertificate
  readonly order: ShownOrder
}) {
  const { label, help, isUnderWay } = orderStates[order.state]
  return (
    <section className="grid gap-2" aria-label="Order">
      <h3 className="font-medium">Order</h3>
      <p role="status">
        {label}. <span className="text-muted">{help}</span>
      </p>
      {order.reason !== null && (
        <p className="break-words rounded-control bg-bad-soft px-3 py-2 text-bad">{order.reason}</p>
      )}
      <p className="break-words text-caption text-muted">
        For {order.server_names.join(', ')}, from {authorityName(order)}, answered by{' '}
        <Answering id={order.loadbalancer_id} />.
      </p>
      {!isUnderWay && (
        <p className="text-caption text-muted">
          {order.state === 'ISSUED' ? 'It is renewed on' : 'It is ordered again on'} {moment(order.next_at)}.
        </p>
      )}
      <RenewNow id={certificate.id} isUnderWay={isUnderWay} />
    </section>
  )
}

function Answering({ id }: { readonly id: string }) {
  const { data = [] } = useQuery(queries.loadBalancers())
  const name = data.find((one) => one.id === id)?.name || shortId(id)
  return (
    <Link href={links.loadBalancer(id)} className="underline underline-offset-2">
      load balancer {name}
    </Link>
  )
}

function authorityName({ directory_url }: ShownOrder): string {
  const known: Readonly<Record<string, { readonly label: string }>> = knownDirectories
  return known[directory_url]?.label ?? new URL(directory_url).host
}

function RenewNow({ id, isUnderWay }: { readonly id: string; readonly isUnderWay: boolean }) {
  const { run, isBusy } = useCertificateDeed()
  const [refusal, setRefusal] = useState<string | null>(null)
  if (!useMayChange()) return null
  const renew = () =>
    run(renewCall(id)).then(
      () => setRefusal(null),
      (error: unknown) => setRefusal(error instanceof Error ? error.message : String(error)),
    )
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button isBusy={isBusy} disabled={isUnderWay} onClick={() => void renew()}>
        Renew now
      </Button>
      <CopyAs calls={() => [renewCall(id)]} />
      {refusal !== null && (
        <p role="alert" className="text-bad">
          {refusal}
        </p>
      )}
    </div>
  )
}

/** Whether the person may change certificates of the project that they work in. */
export function useMayChange(): boolean {
  const session = useSession()
  const own = session?.project ?? null
  const roles = session?.projects.find((one) => one.id === own?.id)?.roles ?? []
  return own !== null && rolesAllow(roles, 'change', { own_project: own.id, project_id: own.id })
}
