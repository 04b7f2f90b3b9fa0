'use client'

import { useQuery } from '@tanstack/react-query'
import type { Issue } from 'model/errors'
import type { Graph } from 'model/graph/graph'
import { defaultsOf, type Resource } from 'model/kit/resource'
import { type ResourceKind, resources } from 'model/resources/index'
import { type ReactNode, useMemo, useState } from 'react'
import { api } from '../api.ts'
import { ApiError } from '../api-error.ts'
import { Button } from '../ui/button.tsx'
import { midSentence } from '../ui/format.ts'
import { Sheet } from '../ui/sheet.tsx'
import { toast } from '../ui/toast.tsx'
import { createCall, updateCall } from './api-calls.ts'
import { changeIssues, creationIssues } from './change-issues.ts'
import type { Surroundings } from './choices.ts'
import { CopyAs } from './copy-as.tsx'
import type { ApiCall } from './curl.ts'
import { leanValues } from './declared.ts'
import { offeredAttributes, offeredValues } from './offered.ts'
import { ResourceForm } from './resource-form.tsx'
import { type ChangedRow, callName, placeOf, titleOf, useCreate, useUpdate } from './use-changes.ts'
import { useSettled } from './use-settled.ts'
import { useFirstErrorFocus, useShownIssues } from './use-shown-issues.ts'
import { changedValues, type Values } from './values.ts'
import { WhatWillHappen } from './what-will-happen.tsx'

type Shared = {
  readonly graph: Graph
  readonly surroundings?: Surroundings
  readonly onClose: () => void
}

export type EditPanelProps = Shared & {
  readonly kind: ResourceKind
  readonly row: ChangedRow
  /** Behind the form: what takes effect at once. */
  readonly below?: ReactNode
}

/** Edits everything of one resource that the API can change, and says before saving what HAProxy will do. */
export function EditPanel({ kind, row, graph, surroundings, below, onClose }: EditPanelProps) {
  const names = useMemo(() => offeredAttributes(kind, row), [kind, row])
  const [values, setValues] = useState<Values>(() => Object.fromEntries(names.map((name) => [name, row[name]])))
  const patch = useMemo(() => changedValues(row, offeredValues(kind, values)), [kind, row, values])
  const hasChanges = Object.keys(patch).length > 0
  const issues = useMemo(() => changeIssues(graph, kind, row.id, patch), [graph, kind, row.id, patch])
  const update = useUpdate(graph.load_balancer.id)
  const preview = useChangePreview(
    graph.load_balancer.id,
    kind,
    row.id,
    hasChanges && issues.length === 0 ? patch : null,
  )
  const refused = placedIn(kind, values, preview.issues)
  const save = async () => {
    await update.mutateAsync({ kind, row, patch })
    toast.done(`${titleOf(kind, row)} was changed`)
  }
  return (
    <Panel
      title={`Edit ${midSentence(resources[kind].title)} ${callName(row)}`}
      action="Save changes"
      kind={kind}
      mode="edit"
      values={values}
      issues={[...issues, ...refused]}
      surroundings={surroundings}
      isIdle={!hasChanges}
      call={() => updateCall(kind, row.id, patch, placeOf(row))}
      onChange={(change) => setValues((old) => ({ ...old, ...change }))}
      onSave={save}
      onClose={onClose}
      below={below}
    >
      {hasChanges && issues.length === 0 && refused.length === 0 && (
        <WhatWillHappen steps={preview.steps} isLoading={preview.isLoading} />
      )}
    </Panel>
  )
}

export type CreatePanelProps = Shared & {
  readonly kind: Exclude<ResourceKind, 'load_balancer'>
  /** What is filled in before anybody types; the rest has its default. */
  readonly start: Values
  /** The parents, sent with the values and not shown. */
  readonly parents: Values
  readonly pool_id?: string
}

/** Creates one resource under a load balancer. */
export function CreatePanel({ kind, graph, start, parents, pool_id, surroundings, onClose }: CreatePanelProps) {
  const [values, setValues] = useState<Values>(() => ({ ...defaultsOf<Resource>(resources[kind]), ...start }))
  const body = useMemo(() => offeredValues(kind, values), [kind, values])
  const issues = useMemo(
    () => creationIssues(graph, kind, { ...body, ...parentsOfRow(kind, graph, pool_id) }),
    [graph, kind, body, pool_id],
  )
  const create = useCreate(graph.load_balancer.id)
  const wire = useMemo(() => ({ ...leanValues(kind, body), ...parents }), [kind, body, parents])
  const { title } = resources[kind]
  const wish = useMemo(() => (kind === 'member' ? { ...wire, pool_id } : wire), [kind, wire, pool_id])
  const preview = useChangePreview(graph.load_balancer.id, kind, null, issues.length === 0 ? wish : null)
  const refused = placedIn(kind, values, preview.issues)
  return (
    <Panel
      title={`Add ${midSentence(title)}`}
      action={`Add ${midSentence(title)}`}
      kind={kind}
      mode="create"
      values={values}
      issues={[...issues, ...refused]}
      surroundings={surroundings}
      isIdle={false}
      call={() => createCall(kind, wire, { pool_id })}
      onChange={(change) => setValues((old) => ({ ...old, ...change }))}
      onSave={async () => {
        await create.mutateAsync({
          kind,
          values: wire,
          ...(kind === 'member' && pool_id !== undefined ? { pool_id } : {}),
        })
        toast.done(`${title} added`)
      }}
      onClose={onClose}
    >
      {issues.length === 0 && refused.length === 0 && preview.steps && (
        <WhatWillHappen steps={preview.steps} isLoading={preview.isLoading} />
      )}
    </Panel>
  )
}

function parentsOfRow(kind: ResourceKind, graph: Graph, pool_id: string | undefined): Values {
  return kind === 'listener' || kind === 'pool' ? { loadbalancer_id: graph.load_balancer.id } : { pool_id }
}

type PanelProps = {
  readonly title: string
  readonly action: string
  readonly kind: ResourceKind
  readonly mode: 'create' | 'edit'
  readonly values: Values
  readonly issues: readonly Issue[]
  readonly surroundings: Surroundings | undefined
  /** There is nothing to save. */
  readonly isIdle: boolean
  readonly call: () => ApiCall
  readonly onChange: (change: Values) => void
  readonly onSave: () => Promise<unknown>
  readonly onClose: () => void
  readonly children?: ReactNode
  readonly below?: ReactNode
}

function Panel({
  title,
  action,
  kind,
  mode,
  values,
  issues,
  surroundings,
  isIdle,
  call,
  onChange,
  onSave,
  onClose,
  children,
  below,
}: PanelProps) {
  const [refusal, setRefusal] = useState<readonly Issue[]>([])
  const [isBusy, setBusy] = useState(false)
  const all = [...issues, ...refusal]
  const { shown, leave, showAll } = useShownIssues(all)
  const { ref, focusFirstError } = useFirstErrorFocus<HTMLFormElement>()
  const explain = () => {
    showAll()
    focusFirstError()
  }
  const save = async () => {
    setBusy(true)
    try {
      await onSave()
      onClose()
    } catch (error) {
      setRefusal(refusalOf(error, kind, values))
      explain()
    } finally {
      setBusy(false)
    }
  }
  // There is no field to be left first.
  const general = all.filter((issue) => issue.about === '')
  const formId = `panel-${kind}`
  return (
    <Sheet
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
      title={title}
      footer={
        <>
          {children && <div className="max-h-40 w-full overflow-y-auto pb-1">{children}</div>}
          <CopyAs calls={() => [call()]} />
          <span className="flex-1" />
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} look="primary" isBusy={isBusy} disabled={isIdle}>
            {action}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        ref={ref}
        noValidate
        className="grid gap-5"
        onSubmit={(event) => {
          event.preventDefault()
          if (isIdle) return
          if (issues.length > 0) explain()
          else void save()
        }}
      >
        <ResourceForm
          kind={kind}
          mode={mode}
          values={values}
          issues={shown}
          {...(surroundings ? { surroundings } : {})}
          onChange={(change) => {
            setRefusal([])
            onChange(change)
          }}
          onLeave={leave}
        />
        {general.map((issue) => (
          <p key={issue.message} role="alert" className="rounded-control bg-bad-soft px-3 py-2 text-bad">
            {issue.message}
          </p>
        ))}
      </form>
      {below}
    </Sheet>
  )
}

/** What the server said: at its attribute when the form shows it, else about the whole. */
function refusalOf(error: unknown, kind: ResourceKind, values: Values): Issue[] {
  const message = error instanceof Error ? error.message : String(error)
  const placed = placedIn(kind, values, error instanceof ApiError ? error.issues : [])
  return placed.length > 0 ? placed : [{ about: '', message }]
}

/** Issues of the server at the attributes that the form shows; all others are about the whole. */
function placedIn(kind: ResourceKind, values: Values, issues: readonly Issue[]): Issue[] {
  const names = offeredAttributes(kind, values)
  return issues.map((issue) => ({
    ...issue,
    about: issue.about.split('/').find((word) => names.includes(word)) ?? '',
  }))
}

/**
 * The steps of a change that is being typed, or why it would be refused; asked for when the typing pauses. Steps stay until there are
 * others, a refusal does not: it would stand in the way of what is typed now.
 */
function useChangePreview(loadbalancer_id: string, kind: ResourceKind, id: string | null, patch: Values | null) {
  const settled = useSettled(patch)
  const isSettled = settled !== null && settled === patch
  const { data, isLoading, isPlaceholderData } = useQuery({
    queryKey: ['preview', loadbalancer_id, kind, id, settled],
    queryFn: () => api.previewChange(loadbalancer_id, { kind, id, change: settled ?? {} }),
    enabled: isSettled,
    gcTime: 0,
    retry: false,
    placeholderData: (previous) => previous,
  })
  return { steps: data?.steps, issues: data && isSettled && !isPlaceholderData ? data.issues : [], isLoading }
}
