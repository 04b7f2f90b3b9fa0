'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import { api } from '../api.ts'
import type { Session, Subnet } from '../api-answers.ts'
import { ApiError } from '../api-error.ts'
import { textOf } from '../forms/values.ts'
import { links } from '../links.ts'
import { keys } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { PageHeader } from '../ui/page-header.tsx'
import { newDraft } from './draft.ts'
import { LeaveDialog } from './leave-dialog.tsx'
import { ListenerStep } from './listener-step.tsx'
import { LoadBalancerStep } from './load-balancer-step.tsx'
import { MembersStep } from './members-step.tsx'
import { MonitorStep } from './monitor-step.tsx'
import { placedIssue } from './placed-issues.ts'
import { PoolStep } from './pool-step.tsx'
import { ProgressView } from './progress-view.tsx'
import { ReviewStep } from './review-step.tsx'
import { StepList } from './step-list.tsx'
import { type Step, steps } from './steps.ts'
import { treeBody } from './tree-body.ts'
import { useWizard, type Wizard } from './use-wizard.ts'

/** Forms are 560 px wide; tables take what there is. */
const widthOf: Record<Step, string> = {
  load_balancer: 'max-w-140',
  listener: 'max-w-140',
  pool: 'max-w-140',
  members: 'max-w-280',
  health_monitor: 'max-w-140',
  review: 'max-w-220',
}

type WizardProps = { readonly subnets: readonly Subnet[]; readonly session: Session; readonly name: string }

/** The steps, and then what becomes of what they made. */
export function WizardPage({ subnets, session, name }: WizardProps) {
  const [start] = useState(() => newDraft({ name, vip_subnet_id: usualSubnet(subnets)?.id ?? null }))
  const [subnetId, setSubnetId] = useState(start.load_balancer['vip_subnet_id'])
  const next = useQuery({
    queryKey: [...keys.subnets, subnetId, 'next-address'],
    queryFn: () => api.nextAddress(textOf(subnetId)),
    enabled: Boolean(subnetId),
    staleTime: 0,
  })
  const nextAddress = next.data ?? null
  const wizard = useWizard(start, nextAddress)
  const chosen = wizard.draft.load_balancer['vip_subnet_id']
  if (chosen !== subnetId) setSubnetId(chosen)
  const client = useQueryClient()
  const create = useMutation({
    mutationFn: () => api.load_balancer.create(treeBody(wizard.draft).loadbalancer),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.kind('load_balancer') }),
    onError: (error) => {
      if (error instanceof ApiError) wizard.refuse(error.issues.map((issue) => placedIssue(issue, wizard.draft)))
    },
  })
  if (create.data) return <ProgressView id={create.data.id} />
  return (
    // As high as the window below the top bar, so that the buttons stand at its end in every step, and toasts above them.
    <div className="flex min-h-[calc(100dvh-96px)] flex-col gap-6">
      <PageHeader title="New load balancer" />
      <div className="grid flex-1 grid-rows-[auto_1fr] items-start gap-6 md:grid-cols-[208px_minmax(0,1fr)] md:grid-rows-1 lg:gap-10">
        <div className="md:sticky md:top-16">
          <StepList order={wizard.order} current={wizard.step} marks={wizard.marks} onGo={wizard.go} />
        </div>
        <form
          className="flex min-w-0 flex-col gap-6 self-stretch"
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            if (wizard.step !== 'review') wizard.next()
            else if (wizard.issues.length === 0) create.mutate()
          }}
        >
          <div ref={wizard.ref} className={classNames('grid gap-5', widthOf[wizard.step])}>
            <header className="grid gap-0.5">
              <h2 className="font-medium text-section">{steps[wizard.step].label}</h2>
              <p className="text-muted">{steps[wizard.step].about}</p>
            </header>
            <OpenStep wizard={wizard} subnets={subnets} session={session} nextAddress={nextAddress} />
          </div>
          {create.error && wizard.step === 'review' && (
            <p role="alert" className="max-w-220 rounded-control bg-bad-soft px-3 py-2 text-bad">
              {create.error.message}
            </p>
          )}
          <Footer wizard={wizard} isCreating={create.isPending} className={widthOf[wizard.step]} />
        </form>
      </div>
      <LeaveDialog isDirty={wizard.isDirty && !create.isSuccess} />
    </div>
  )
}

type OpenStepProps = {
  readonly wizard: Wizard
  readonly subnets: readonly Subnet[]
  readonly session: Session
  readonly nextAddress: string | null
}

function OpenStep({ wizard, subnets, session, nextAddress }: OpenStepProps) {
  switch (wizard.step) {
    case 'load_balancer':
      return <LoadBalancerStep wizard={wizard} subnets={subnets} nextAddress={nextAddress} />
    case 'listener':
      return <ListenerStep wizard={wizard} />
    case 'pool':
      return <PoolStep wizard={wizard} />
    case 'members':
      return <MembersStep wizard={wizard} />
    case 'health_monitor':
      return <MonitorStep wizard={wizard} abilities={session.abilities} />
    case 'review':
      return <ReviewStep wizard={wizard} subnets={subnets} nextAddress={nextAddress} />
  }
}

function Footer({
  wizard,
  isCreating,
  className,
}: {
  readonly wizard: Wizard
  readonly isCreating: boolean
  readonly className: string
}) {
  const isReview = wizard.step === 'review'
  return (
    <div
      className={classNames(
        'sticky bottom-0 z-10 mt-auto -mb-6 flex w-full items-center gap-2 border-t bg-canvas py-3',
        className,
      )}
    >
      <Button look="ghost" asChild>
        <Link href={links.loadBalancers()}>Cancel</Link>
      </Button>
      <span className="flex-1" />
      {wizard.step !== 'load_balancer' && <Button onClick={wizard.back}>Back</Button>}
      <Button type="submit" look="primary" isBusy={isCreating}>
        {isReview ? 'Create load balancer' : 'Next'}
      </Button>
    </div>
  )
}

/** The private subnet of IPv4 if there is one: what most load balancers want. */
function usualSubnet(subnets: readonly Subnet[]): Subnet | undefined {
  return (
    subnets.find((one) => one.name === 'private-subnet') ?? subnets.find((one) => one.ip_version === 4) ?? subnets[0]
  )
}
