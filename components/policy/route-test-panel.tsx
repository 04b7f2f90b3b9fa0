'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Issue } from 'model/errors'
import type { Graph } from 'model/graph/graph'
import { isExpected, outcomeText, requestText } from 'model/l7/outcome'
import { redirectCodes } from 'model/l7/policy-actions'
import type { RouteExpectation, RouteTest } from 'model/l7/route-test'
import type { Listener } from 'model/resources/listener'
import { type ReactNode, useId, useMemo, useState } from 'react'
import { api, routeTestsPath } from '../api.ts'
import { ApiError } from '../api-error.ts'
import { CopyAs } from '../forms/copy-as.tsx'
import { useSettled } from '../forms/use-settled.ts'
import { useFirstErrorFocus, useShownIssues } from '../forms/use-shown-issues.ts'
import { messageFor } from '../forms/values.ts'
import { Button } from '../ui/button.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { Field, FieldSet } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { RadioCards } from '../ui/radio-cards.tsx'
import { Select } from '../ui/select.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { toast } from '../ui/toast.tsx'
import { decidedBy } from './decided.ts'
import { poolName } from './names.ts'
import { RequestFields } from './request-fields.tsx'
import {
  expectedOf,
  type RouteTestDraft,
  routeTestDraft,
  routeTestDraftOf,
  routeTestIssues,
} from './route-test-draft.ts'
import { askedOf } from './tested-request.ts'
import { useLastRequest } from './use-last-request.ts'
import { useRouteTestDeeds, usualName } from './use-route-tests.ts'
import { VerdictMark } from './verdict-mark.tsx'

export type RouteTestPanelProps = {
  readonly graph: Graph
  readonly listener: Listener
  /** Null: a new one. */
  readonly test: RouteTest | null
  readonly onClose: () => void
}

/** Adds a route test, or changes one, beside the list of them. */
export function RouteTestPanel({ graph, listener, test, onClose }: RouteTestPanelProps) {
  const [last] = useLastRequest(listener.id)
  const [draft, setDraft] = useState(() =>
    test === null ? routeTestDraft(last, listener.default_pool_id) : routeTestDraftOf(test),
  )
  const [refusal, setRefusal] = useState<readonly Issue[]>([])
  const deeds = useRouteTestDeeds(listener.id)
  const own = useMemo(() => routeTestIssues(draft), [draft])
  const { shown, leave, showAll } = useShownIssues([...own, ...refusal])
  const { ref, focusFirstError } = useFirstErrorFocus<HTMLFormElement>()
  const request = askedOf(draft.request)
  const expect = expectedOf(draft)
  const now = useOutcome(listener.id, draft, own.length === 0)
  const name = draft.name.trim() || usualName(now?.request ?? `${request.method} ${request.url}`, expect, graph)
  const wish = { name, request, expect }
  const edit = (change: Partial<RouteTestDraft>) => {
    setRefusal([])
    setDraft((before) => ({ ...before, ...change }))
  }
  const explain = () => {
    showAll()
    focusFirstError()
  }
  const save = () =>
    deeds.mutate(test === null ? { do: 'create', wish } : { do: 'update', id: test.id, wish }, {
      onSuccess: () => {
        toast.done(test === null ? 'Route test added' : 'Route test changed')
        onClose()
      },
      onError: (error) => {
        setRefusal(refusalOf(error))
        explain()
      },
    })
  const path = routeTestsPath(listener.id)
  const call = {
    method: test === null ? ('POST' as const) : ('PUT' as const),
    path: test === null ? path : `${path}/${test.id}`,
    body: { route_test: wish },
  }
  const general = shown.filter((one) => one.about === '')
  return (
    <Sheet
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
      title={test === null ? 'Add route test' : 'Edit route test'}
      description="A request, and where it must end. Nothing is sent: it is asked of the policies."
      footer={
        <>
          {now && (
            <p className="flex w-full flex-wrap items-center gap-x-2 pb-1">
              <VerdictMark verdict={isExpected(expect, now.outcome) ? 'green' : 'red'} />
              <span className="wrap-anywhere min-w-0 text-muted">Now: {outcomeText(now.outcome, graph)}</span>
            </p>
          )}
          <CopyAs calls={() => [call]} />
          <span className="flex-1" />
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="route-test" look="primary" isBusy={deeds.isPending}>
            {test === null ? 'Add route test' : 'Save changes'}
          </Button>
        </>
      }
    >
      <form
        id="route-test"
        ref={ref}
        noValidate
        className="grid gap-5"
        onSubmit={(event) => {
          event.preventDefault()
          if (own.length > 0) explain()
          else save()
        }}
      >
        <RequestFields
          listener={listener}
          request={draft.request}
          about={(attribute) => messageFor(shown, attribute) ?? undefined}
          onChange={(change) => edit({ request: { ...draft.request, ...change } })}
        />
        <ExpectationFields
          graph={graph}
          listener={listener}
          draft={draft}
          issues={shown}
          onChange={edit}
          onLeave={leave}
        />
        <Field
          label="Name"
          help="Empty is what it says: the request and its end."
          error={messageFor(shown, 'name') ?? undefined}
        >
          {(control) => (
            <Input
              {...control}
              autoComplete="off"
              maxLength={255}
              placeholder={name}
              value={draft.name}
              onChange={(event) => edit({ name: event.target.value })}
            />
          )}
        </Field>
        {general.map((issue) => (
          <p key={issue.message} role="alert" className="rounded-control bg-bad-soft px-3 py-2 text-bad">
            {issue.message}
          </p>
        ))}
      </form>
    </Sheet>
  )
}

const kinds: readonly { readonly value: RouteExpectation['kind']; readonly label: string; readonly help: string }[] = [
  { value: 'pool', label: 'A pool', help: 'The request reaches it.' },
  { value: 'split', label: 'One of several pools', help: 'They share it by weight.' },
  { value: 'answer', label: 'An answer', help: 'The load balancer answers by itself.' },
  { value: 'redirect', label: 'A redirect', help: 'The client is told to ask elsewhere.' },
  { value: 'reject', label: 'Rejected', help: 'The client gets 403.' },
  { value: 'unavailable', label: 'Unavailable', help: 'The client gets 503: there is no pool for it.' },
  { value: 'closed', label: 'Closed', help: 'The connection is closed: it is rejected, or there is no pool for it.' },
]

/** How requests end, or connections that are passed through. */
function kindsFor(listener: Listener) {
  const ends =
    decidedBy(listener).noun === 'connection'
      ? ['pool', 'closed']
      : ['pool', 'split', 'answer', 'redirect', 'reject', 'unavailable']
  return kinds.filter(({ value }) => ends.includes(value))
}

type ExpectationProps = {
  readonly listener: Listener
  readonly graph: Graph
  readonly draft: RouteTestDraft
  readonly issues: readonly Issue[]
  readonly onChange: (change: Partial<RouteTestDraft>) => void
  readonly onLeave: (attribute: string) => void
}

function ExpectationFields(props: ExpectationProps): ReactNode {
  const { graph, listener, draft, issues, onChange } = props
  return (
    <>
      <FieldSet legend="Expected">
        <RadioCards
          label="Expected"
          value={draft.kind}
          choices={kindsFor(listener)}
          columns={2}
          onChange={(kind) => onChange({ kind })}
        />
      </FieldSet>
      {draft.kind === 'pool' && (
        <Field label="Pool" error={messageFor(issues, 'pool_id') ?? undefined} isRequired>
          {(control) => (
            <Select
              {...control}
              placeholder="Choose a pool"
              value={draft.pool_id}
              options={graph.pools.map((one) => ({ value: one.id, label: poolName(one) }))}
              onChange={(pool_id) => onChange({ pool_id })}
            />
          )}
        </Field>
      )}
      {draft.kind === 'split' && <SplitField {...props} />}
      {draft.kind === 'answer' && <StatusField {...props} />}
      {draft.kind === 'redirect' && <RedirectFields {...props} />}
    </>
  )
}

/** The pools of which one gets it. */
function SplitField({ graph, draft, issues, onChange }: ExpectationProps) {
  const id = useId()
  const error = messageFor(issues, 'pool_ids') ?? undefined
  const toggle = (pool_id: string, isOn: boolean) =>
    onChange({ pool_ids: isOn ? [...draft.pool_ids, pool_id] : draft.pool_ids.filter((one) => one !== pool_id) })
  return (
    <FieldSet legend="Pools" help="Those that have a weight." error={error}>
      <ul className="grid divide-y rounded-control border">
        {graph.pools.map((pool) => (
          <li key={pool.id}>
            <label htmlFor={`${id}-${pool.id}`} className="flex cursor-pointer items-center gap-2.5 px-3 py-1.5">
              <Checkbox
                id={`${id}-${pool.id}`}
                checked={draft.pool_ids.includes(pool.id)}
                onCheckedChange={(isOn) => toggle(pool.id, isOn === true)}
              />
              {poolName(pool)}
            </label>
          </li>
        ))}
      </ul>
    </FieldSet>
  )
}

function StatusField({ draft, issues, onChange, onLeave }: ExpectationProps) {
  return (
    <Field label="Status" error={messageFor(issues, 'status_code') ?? undefined} isRequired className="max-w-32">
      {(control) => (
        <Input
          {...control}
          isMono
          inputMode="numeric"
          autoComplete="off"
          value={draft.status_code}
          onChange={(event) => onChange({ status_code: event.target.value.trim() })}
          onBlur={() => onLeave('status_code')}
        />
      )}
    </Field>
  )
}

const anyCode = 'any'
const codes = [
  { value: anyCode, label: 'Any' },
  ...Object.entries(redirectCodes).map(([value, help]) => ({ value, label: value, help })),
]

function RedirectFields({ draft, issues, onChange, onLeave }: ExpectationProps) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_7rem] items-start gap-3">
      <Field label="Location" error={messageFor(issues, 'location') ?? undefined} isRequired>
        {(control) => (
          <Input
            {...control}
            isMono
            autoComplete="off"
            spellCheck={false}
            placeholder="https://www.example.com/cart"
            value={draft.location}
            onChange={(event) => onChange({ location: event.target.value })}
            onBlur={() => onLeave('location')}
          />
        )}
      </Field>
      <Field label="Code">
        {(control) => (
          <Select
            {...control}
            value={draft.code === null ? anyCode : String(draft.code)}
            options={codes}
            onChange={(code) => onChange({ code: code === anyCode ? null : Number(code) })}
          />
        )}
      </Field>
    </div>
  )
}

/** Where the request ends as things are, and how it is told; null until that is known. */
function useOutcome(listener_id: string, { request }: RouteTestDraft, isComplete: boolean) {
  const settled = useSettled(request)
  const { data } = useQuery({
    queryKey: ['route-test-outcome', listener_id, settled],
    queryFn: () => api.simulate(listener_id, askedOf(settled)),
    enabled: isComplete && settled === request,
    gcTime: 0,
    retry: false,
    placeholderData: keepPreviousData,
  })
  return isComplete && data ? { request: requestText(data.request), outcome: data.running.result } : null
}

/** What the server said: at its field, else about the whole. */
function refusalOf(error: Error): Issue[] {
  const told = error instanceof ApiError ? error.issues : []
  if (told.length === 0) return [{ about: '', message: error.message }]
  const fields = ['method', 'url', 'headers', 'source', 'pool_id', 'pool_ids', 'status_code', 'location', 'name']
  return told.map((issue) => ({ ...issue, about: fields.find((one) => issue.about.split('/').includes(one)) ?? '' }))
}
