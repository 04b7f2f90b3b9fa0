'use client'

import { useQuery } from '@tanstack/react-query'
import { Pencil } from 'lucide-react'
import type { ValueKind } from 'model/kit/field'
import type { Resource } from 'model/kit/resource'
import { plainPort } from 'model/listener/https-redirect'
import { type ResourceKind, resources } from 'model/resources/index'
import { type ReactNode, useMemo } from 'react'
import { api } from '../api.ts'
import { ConfigurationLines } from '../configuration/configuration-lines.tsx'
import { withPort } from '../forms/address-text.ts'
import { CopyAs } from '../forms/copy-as.tsx'
import { offeredAttributes } from '../forms/offered.ts'
import { valueText } from '../forms/value-text.ts'
import { textOf, type Values } from '../forms/values.ts'
import { WhatWillHappen } from '../forms/what-will-happen.tsx'
import { unserved } from '../listener/unserved.ts'
import { queries } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { Disclosure } from '../ui/disclosure.tsx'
import { plural } from '../ui/format.ts'
import { Cell, HeadCell, Row, Table, TableHead } from '../ui/table.tsx'
import type { SubnetChoice } from './additional-vips.tsx'
import { type Draft, filledMembers, nameOf, passesOn, redirectsHttp } from './draft.ts'
import type { DraftIssue } from './draft-issues.ts'
import { openstackLines } from './openstack-lines.ts'
import { placedIssue } from './placed-issues.ts'
import { type Step, steps } from './steps.ts'
import { treeBody } from './tree-body.ts'
import type { Wizard } from './use-wizard.ts'

export function ReviewStep({
  wizard,
  subnets,
  nextAddress,
}: {
  readonly wizard: Wizard
  readonly subnets: readonly SubnetChoice[]
  readonly nextAddress: string | null
}) {
  const { draft, issues } = wizard
  const { data: flavors = [] } = useQuery(queries.flavors())
  const body = useMemo(() => treeBody(draft), [draft])
  const preview = useQuery({
    queryKey: ['preview', 'tree', body],
    queryFn: () => api.previewTree(body.loadbalancer),
    enabled: issues.length === 0,
    gcTime: 0,
    retry: false,
  })
  const said = issues.length > 0 ? issues : (preview.data?.issues ?? []).map((issue) => placedIssue(issue, draft))
  return (
    <div className="grid gap-5">
      <Problems issues={said} onShow={wizard.showProblem} />
      <Part step="load_balancer" onEdit={wizard.go}>
        <Attributes
          kind="load_balancer"
          values={inWords(draft, { subnets, flavors }, preview.data?.vip_address ?? nextAddress)}
        />
      </Part>
      <Part step="listener" onEdit={wizard.go}>
        <Attributes
          kind="listener"
          values={{ ...draft.listener, name: nameOf(draft, 'listener') }}
          without={['default_pool_id']}
        />
        {redirectsHttp(draft) && (
          <p>HTTP on port {plainPort} is redirected to it, by a listener, a policy and a rule of their own.</p>
        )}
      </Part>
      {passesOn(draft) && <BehindListener draft={draft} onEdit={wizard.go} />}
      <div className="grid gap-4 border-t pt-5">
        {said.length === 0 && <WhatWillHappen steps={preview.data?.steps} isLoading={preview.isLoading} />}
        {preview.error && <p className="text-bad">{preview.error.message}</p>}
        {preview.data && preview.data.lines.length > 0 && (
          <Disclosure label={`Show the ${plural(preview.data.lines.length, 'line')} of haproxy.cfg`}>
            <div className="overflow-x-auto rounded-surface border bg-surface py-2">
              <ConfigurationLines lines={preview.data.lines} />
            </div>
          </Disclosure>
        )}
        <div className="justify-self-start">
          <CopyAs
            calls={() => [{ method: 'POST', path: '/load-balancer/v2/lbaas/loadbalancers', body }]}
            openstack={() => openstackLines(draft)}
          />
        </div>
      </div>
    </div>
  )
}

/** The pool, its members and its checks. */
function BehindListener({ draft, onEdit }: { readonly draft: Draft; readonly onEdit: (step: Step) => void }) {
  return (
    <>
      <Part step="pool" onEdit={onEdit}>
        <Attributes kind="pool" values={{ ...draft.pool, name: nameOf(draft, 'pool') }} />
      </Part>
      <Part step="members" onEdit={onEdit}>
        <Members draft={draft} />
      </Part>
      <Part step="health_monitor" onEdit={onEdit}>
        {draft.hasMonitor ? (
          <Attributes
            kind="health_monitor"
            values={{ ...draft.health_monitor, name: nameOf(draft, 'health_monitor') }}
          />
        ) : (
          <p className="text-muted">None: members get traffic whether they work or not.</p>
        )}
      </Part>
    </>
  )
}

type Choices = {
  readonly subnets: readonly SubnetChoice[]
  readonly flavors: readonly { readonly id: string; readonly name: string }[]
}

/** The subnet and the flavor by their names, and the address that will be taken. */
function inWords(draft: Draft, { subnets, flavors }: Choices, nextAddress: string | null): Values {
  const values = draft.load_balancer
  const subnet = subnets.find((one) => one.id === values['vip_subnet_id'])
  return {
    ...values,
    flavor_id: flavors.find((one) => one.id === values['flavor_id'])?.name ?? values['flavor_id'],
    vip_subnet_id: subnet ? `${subnet.name} (${subnet.cidr})` : values['vip_subnet_id'],
    vip_address: values['vip_address'] ?? (nextAddress === null ? null : `${nextAddress} (next free address)`),
  }
}

function Part({
  step,
  onEdit,
  children,
}: {
  readonly step: Step
  readonly onEdit: (step: Step) => void
  readonly children: ReactNode
}) {
  const { label } = steps[step]
  return (
    <section className="grid gap-2" aria-label={label}>
      <div className="flex items-center justify-between border-b pb-1">
        <h3 className="font-medium text-section">{label}</h3>
        <Button look="ghost" size="small" aria-label={`Edit ${label.toLowerCase()}`} onClick={() => onEdit(step)}>
          <Pencil aria-hidden />
          Edit
        </Button>
      </div>
      {children}
    </section>
  )
}

function Attributes({
  kind,
  values,
  without = [],
}: {
  readonly kind: ResourceKind
  readonly values: Values
  readonly without?: readonly string[]
}) {
  const { fields } = resources[kind] as Resource
  const names = offeredAttributes(kind, values).filter((name) => !without.includes(name))
  return (
    <dl className="grid gap-x-6 gap-y-1.5 sm:grid-cols-2">
      {names.map((name) => (
        <div key={name} className="grid grid-cols-[9.5rem_1fr] gap-2">
          <dt className="text-muted">{fields[name]?.label}</dt>
          <dd
            className={classNames(
              'min-w-0 break-words',
              monoKinds.includes(fields[name]?.kind ?? 'text') && 'font-mono',
            )}
          >
            {valueText(kind, name, values[name] ?? fields[name]?.fallback)}
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** Addresses stand in the mono face. */
const monoKinds: readonly ValueKind[] = ['address', 'reference']

function Members({ draft }: { readonly draft: Draft }) {
  const members = filledMembers(draft)
  if (members.length === 0)
    return (
      <p className="text-muted">
        None yet: the load balancer {unserved(draft.listener['protocol']) ?? 'serves nobody'} until it has one.
      </p>
    )
  return (
    <Table label="Servers">
      <TableHead>
        <HeadCell>Name</HeadCell>
        <HeadCell>Address</HeadCell>
        <HeadCell isNumeric>Weight</HeadCell>
        <HeadCell>Backup</HeadCell>
        <HeadCell>Checked at</HeadCell>
      </TableHead>
      <tbody>
        {members.map(({ key, values }) => (
          <Row key={key}>
            <Cell>{textOf(values['name']) || '–'}</Cell>
            <Cell className="font-mono">{withPort(textOf(values['address']), Number(values['protocol_port']))}</Cell>
            <Cell isNumeric>{textOf(values['weight'])}</Cell>
            <Cell>{values['backup'] === true ? 'Backup' : '–'}</Cell>
            <Cell>{checkedAt(values)}</Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  )
}

function checkedAt(values: Values): string {
  const parts = [textOf(values['monitor_address']), textOf(values['monitor_port'])].filter((part) => part !== '')
  return parts.length === 0 ? 'The same' : parts.join(', port ')
}

function Problems({
  issues,
  onShow,
}: {
  readonly issues: readonly DraftIssue[]
  readonly onShow: (step: Step) => void
}) {
  if (issues.length === 0) return null
  return (
    <div role="alert" className="grid gap-2 rounded-surface border border-bad-mark bg-bad-soft px-4 py-3">
      <p className="font-medium text-bad">It can't be created yet.</p>
      <ul className="grid gap-1">
        {issues.map((issue) => (
          <li key={`${issue.step} ${issue.about} ${issue.message}`} className="flex flex-wrap items-baseline gap-x-2">
            <span>{issue.message}</span>
            {issue.step !== 'review' && (
              <Button look="link" onClick={() => onShow(issue.step)}>
                Go to {steps[issue.step].label.toLowerCase()}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}
