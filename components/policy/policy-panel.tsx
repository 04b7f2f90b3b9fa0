'use client'

import type { Issue } from 'model/errors'
import type { Graph } from 'model/graph/graph'
import type { Listener } from 'model/resources/listener'
import { useEffect, useMemo, useState } from 'react'
import type { WishedChanges } from '../api.ts'
import { ApiError } from '../api-error.ts'
import { CopyAs } from '../forms/copy-as.tsx'
import type { ApiCall } from '../forms/curl.ts'
import { MoreOptions } from '../forms/more-options.tsx'
import { useFirstErrorFocus, useShownIssues } from '../forms/use-shown-issues.ts'
import { messageFor, numberFromText, textOf, type Values } from '../forms/values.ts'
import { WhatWillHappen } from '../forms/what-will-happen.tsx'
import { Button } from '../ui/button.tsx'
import { Disclosure } from '../ui/disclosure.tsx'
import { Field } from '../ui/field.tsx'
import { plural, withLocalMoments } from '../ui/format.ts'
import { Input } from '../ui/input.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { toast } from '../ui/toast.tsx'
import { ActionFields, type DraftFieldsProps } from './action-fields.tsx'
import { draftOf, type PolicyDraft, policyDraft } from './draft.ts'
import { draftIssues, policyRow, ruleRow } from './draft-issues.ts'
import { draftedGraph } from './drafted.ts'
import { Explanation } from './explanation.tsx'
import { hostsIn } from './hosts.ts'
import { mergedDraft } from './merged-draft.ts'
import { policyName } from './names.ts'
import { changePolicyCall, createPoliciesCall, policyBody, policyPatch, type Stored } from './policy-calls.ts'
import { PolicySentence } from './policy-sentence.tsx'
import { type PerHost, RuleFields } from './rule-fields.tsx'
import { DraftShadows } from './shadow/draft-shadows.tsx'
import { storedIn } from './stored-policy.ts'
import { TryRequest } from './try-request.tsx'
import { usePreview } from './use-preview.ts'
import { isOvertaken, useSavePolicy } from './use-save-policy.ts'

export type PolicyPanelProps = {
  readonly graph: Graph
  readonly listener: Listener
  /** Null: a new one. */
  readonly policy_id: string | null
  /** What a new one begins with: a template, or the one that it is a duplicate of. */
  readonly start: PolicyDraft | null
  /** Hears what the load balancer would be, or null while the panel has no changes that could be saved. */
  readonly onDrafted: (drafted: Graph | null) => void
  readonly onOpenTester: () => void
  readonly onClose: () => void
}

/** Creates a policy, or changes one, beside the list that it stands in. */
export function PolicyPanel(props: PolicyPanelProps) {
  const { graph, policy_id, start, onClose } = props
  const [stored] = useState(() => storedIn(graph, policy_id))
  if (policy_id !== null && stored === null) {
    return (
      <Sheet isOpen onOpenChange={onClose} title="There is no such policy">
        <p className="text-muted">It was deleted, or it belongs to another listener.</p>
      </Sheet>
    )
  }
  return (
    <Panel {...props} start={stored ? draftOf(stored.policy, stored.rules) : (start ?? policyDraft())} was={stored} />
  )
}

function Panel({
  graph,
  listener,
  start,
  was,
  onDrafted,
  onOpenTester,
  onClose,
}: Omit<PolicyPanelProps, 'start'> & { readonly start: PolicyDraft; readonly was: Stored | null }) {
  const [draft, setDraft] = useState(start)
  const [perHost, setPerHost] = useState<PerHost | null>(null)
  const [refusal, setRefusal] = useState<readonly Issue[]>([])
  const [overtaken, setOvertaken] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const { stored, create, change, loadTheirs } = useSavePolicy(graph.load_balancer.id, was)
  const drafts = useMemo(() => splitByHost(draft, perHost), [draft, perHost])
  const own = useMemo(() => issuesOfAll(graph, listener.id, drafts), [graph, listener.id, drafts])
  const { ref, focusFirstError } = useFirstErrorFocus<HTMLFormElement>()
  const patch = useMemo(() => (stored === null ? null : policyPatch(stored, draft)), [stored, draft])
  const wishes = useMemo(
    () => (own.length > 0 ? null : wishesOf(stored, patch, drafts, listener.id)),
    [own, stored, patch, drafts, listener.id],
  )
  const preview = usePreview(graph.load_balancer.id, wishes)
  const foreseen = preview.issues.map((one) => ({ ...one, about: placeOf(one.about, draft) }))
  const { shown, leave, showAll } = useShownIssues([...own, ...refusal, ...foreseen])
  const isIdle = stored !== null && patch === null
  const isWhole = own.length === 0 && !isIdle
  const policy_id = stored?.policy.id ?? null
  const drafted = useMemo(
    () => (isWhole ? draftedGraph(graph, listener.id, { policy_id, drafts }) : null),
    [isWhole, graph, listener.id, policy_id, drafts],
  )
  useEffect(() => {
    onDrafted(drafted)
    return () => onDrafted(null)
  }, [drafted, onDrafted])
  const edit = (changed: Partial<PolicyDraft>) => {
    setRefusal([])
    setDraft((before) => ({ ...before, ...changed }))
  }
  const explain = () => {
    showAll()
    focusFirstError()
  }
  const save = async () => {
    setBusy(true)
    try {
      if (stored === null) await create(drafts, listener.id)
      else await change(patch)
      toast.done(saidOf(stored, drafts))
      onClose()
    } catch (error) {
      if (isOvertaken(error)) return setOvertaken(error.message)
      setRefusal(refusalOf(error, drafts))
      explain()
    } finally {
      setBusy(false)
    }
  }
  const merge = async () => {
    if (stored === null) return
    setBusy(true)
    try {
      const theirs = await loadTheirs()
      if (theirs === null)
        return setOvertaken('Somebody has deleted this policy. What you typed can be copied from here.')
      setDraft((before) => mergedDraft(before, stored, theirs))
      setOvertaken(null)
    } catch (error) {
      toast.failed('The policy was not loaded', error)
    } finally {
      setBusy(false)
    }
  }
  const calls = (): ApiCall[] => {
    if (stored === null) return [createPoliciesCall(listener.id, drafts)]
    return patch === null ? [] : [changePolicyCall(stored, patch)]
  }
  const action = stored === null ? (drafts.length > 1 ? `Add ${drafts.length} policies` : 'Add policy') : 'Save changes'
  const fields: DraftFieldsProps = { graph, listener, draft, issues: shown, onChange: edit, onLeave: leave }
  return (
    <Sheet
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
      title={stored === null ? 'Add policy' : `Edit policy ${policyName(stored.policy)}`}
      footer={
        <>
          {overtaken !== null && <Overtaken message={overtaken} isBusy={isBusy} onLoad={() => void merge()} />}
          <div className="grid max-h-48 w-full gap-2 overflow-y-auto pb-1 empty:hidden">
            <Reading graph={graph} listener={listener} drafts={drafts} />
            {wishes !== null && preview.issues.length === 0 && (
              <WhatWillHappen steps={preview.steps} isLoading={preview.isLoading} />
            )}
          </div>
          <CopyAs calls={calls} />
          <span className="flex-1" />
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="policy" look="primary" isBusy={isBusy} disabled={isIdle}>
            {action}
          </Button>
        </>
      }
    >
      <form
        id="policy"
        ref={ref}
        noValidate
        className="grid gap-5"
        onSubmit={(event) => {
          event.preventDefault()
          if (isIdle) return
          if (own.length > 0) explain()
          else void save()
        }}
      >
        <ActionFields {...fields} />
        <RuleFields
          rules={draft.rules}
          issues={shown}
          perHost={perHost}
          canSplit={stored === null}
          onChange={(rules) => edit({ rules })}
          onPerHost={setPerHost}
          onLeave={leave}
        />
        <DraftShadows graph={graph} listener_id={listener.id} drafted={drafted} policy_id={policy_id} />
        <Field
          label="Name"
          help="What it is called in lists and messages."
          error={messageFor(shown, 'name') ?? undefined}
        >
          {(control) => (
            <Input
              {...control}
              autoComplete="off"
              value={draft.name}
              onChange={(event) => edit({ name: event.target.value })}
              onBlur={() => leave('name')}
            />
          )}
        </Field>
        <LessCommon {...fields} isNew={stored === null} />
        {stored !== null && (
          <Disclosure label="Explain">
            <Explanation graph={graph} policy_id={stored.policy.id} />
          </Disclosure>
        )}
        {shown
          .filter((issue) => issue.about === '')
          .map((issue) => (
            <p key={issue.message} role="alert" className="rounded-control bg-bad-soft px-3 py-2 text-bad">
              {issue.message}
            </p>
          ))}
      </form>
      {/* Outside of the form: Enter in it saves nothing. */}
      <div className="mt-5 border-t pt-4">
        <TryRequest graph={graph} listener={listener} drafted={drafted} onOpenTester={onOpenTester} />
      </div>
    </Sheet>
  )
}

/** Somebody else was faster: says who, and offers to go on from what they saved. */
function Overtaken({
  message,
  isBusy,
  onLoad,
}: {
  readonly message: string
  readonly isBusy: boolean
  readonly onLoad: () => void
}) {
  return (
    <div role="alert" className="grid w-full gap-2 rounded-control bg-warn-soft px-3 py-2 text-warn">
      <p>{withLocalMoments(message)}</p>
      <div className="flex flex-wrap items-center gap-2">
        <Button onClick={onLoad} isBusy={isBusy}>
          Load theirs, keep what I typed
        </Button>
        <span className="text-caption">Where both changed the same, yours stays.</span>
      </div>
    </div>
  )
}

function LessCommon({ draft, issues, onChange, onLeave, isNew }: DraftFieldsProps & { readonly isNew: boolean }) {
  const error = (attribute: string) => messageFor(issues, attribute) ?? undefined
  const place = draft.position === null ? 'last' : `at position ${draft.position}`
  return (
    <MoreOptions
      summary={[...(isNew ? [place] : []), draft.description || 'no description'].join(' · ')}
      hasError={Boolean(error('position') ?? error('description'))}
    >
      {isNew && (
        <Field label="Position" help="1 is tried first. Empty is last." error={error('position')}>
          {(control) => (
            <Input
              {...control}
              isMono
              inputMode="numeric"
              autoComplete="off"
              placeholder="Last"
              value={textOf(draft.position)}
              // Text that is no number stays for the schema to refuse.
              onChange={(event) => onChange({ position: numberFromText(event.target.value) as number | null })}
              onBlur={() => onLeave('position')}
            />
          )}
        </Field>
      )}
      <Field label="Description" help="What it is for." error={error('description')} className="sm:col-span-2">
        {(control) => (
          <Input
            {...control}
            autoComplete="off"
            value={draft.description}
            onChange={(event) => onChange({ description: event.target.value })}
            onBlur={() => onLeave('description')}
          />
        )}
      </Field>
    </MoreOptions>
  )
}

/** The draft read aloud, as its card will say it. */
function Reading({
  graph,
  listener,
  drafts,
}: Pick<PolicyPanelProps, 'graph' | 'listener'> & { readonly drafts: readonly PolicyDraft[] }) {
  const [first] = drafts
  if (!first || !isReadable(first)) return null
  const pool = graph.pools.find((one) => one.id === first.redirect_pool_id) ?? null
  const entry = { policy: policyRow(first, listener.id), rules: first.rules.map(ruleRow), pool }
  return (
    <div>
      <PolicySentence entry={entry} />
      {drafts.length > 1 && (
        <p className="text-muted">
          and {plural(drafts.length - 1, 'more policy', 'more policies')} like it, one per host
        </p>
      )}
    </div>
  )
}

/** What saving would ask for; null when there is nothing to save. */
function wishesOf(
  stored: Stored | null,
  patch: Values | null,
  drafts: readonly PolicyDraft[],
  listener_id: string,
): WishedChanges | null {
  if (stored === null) {
    const bodies = drafts.map((one) => ({ listener_id, ...policyBody(one) }))
    return { changes: bodies.map((change) => ({ kind: 'l7_policy', id: null, change })) }
  }
  return patch === null ? null : { changes: [{ kind: 'l7_policy', id: stored.policy.id, change: patch }] }
}

/** A sentence with holes in it helps nobody. */
function isReadable(draft: PolicyDraft): boolean {
  return (
    draft.rules.every((one) => one.value !== '') &&
    (draft.action !== 'REDIRECT_TO_POOL' || draft.redirect_pool_id !== null)
  )
}

/** One draft for each host that was pasted; the names and places follow. */
function splitByHost(draft: PolicyDraft, perHost: PerHost | null): PolicyDraft[] {
  const isThere = perHost !== null && draft.rules.some((one) => one.row === perHost.row)
  const hosts = isThere ? hostsIn(perHost.text) : []
  if (!isThere || hosts.length === 0) return [isThere ? withHost(draft, perHost.row, '') : draft]
  return hosts.map((host, at) => ({
    ...withHost(draft, perHost.row, host),
    name: hosts.length === 1 ? draft.name : draft.name === '' ? host : `${draft.name} ${host}`,
    position: draft.position === null ? null : draft.position + at,
  }))
}

function withHost(draft: PolicyDraft, row: number, value: string): PolicyDraft {
  return { ...draft, rules: draft.rules.map((one) => (one.row === row ? { ...one, value } : one)) }
}

/** The rows are the same in all drafts: what is wrong with one of many hosts is told with its name. */
function issuesOfAll(graph: Graph, listener_id: string, drafts: readonly PolicyDraft[]): Issue[] {
  for (const draft of drafts) {
    const issues = draftIssues(graph, listener_id, draft)
    if (issues.length === 0) continue
    return drafts.length === 1 ? issues : issues.map((one) => ({ ...one, message: `${draft.name}: ${one.message}` }))
  }
  return []
}

function saidOf(stored: Stored | null, drafts: readonly PolicyDraft[]): string {
  if (stored !== null) return `Policy ${policyName(stored.policy)} was changed`
  return drafts.length === 1 ? 'Policy added' : `${drafts.length} policies added`
}

/** What the server said: at its field when the panel shows it, else about the whole. */
function refusalOf(error: unknown, drafts: readonly PolicyDraft[]): Issue[] {
  const message = error instanceof Error ? error.message : String(error)
  const told = error instanceof ApiError ? error.issues : []
  if (told.length === 0) return [{ about: '', message }]
  return told.flatMap(({ about, message: said }) => {
    const draft = drafts[Number(/^l7policies\/(\d+)/.exec(about)?.[1] ?? 0)]
    if (!draft) return [{ about: '', message: said }]
    return [{ about: placeOf(about, draft), message: drafts.length === 1 ? said : `${draft.name}: ${said}` }]
  })
}

const attributes = ['redirect_pool_id', 'redirect_url', 'redirect_prefix', 'name', 'description', 'position']

function placeOf(about: string, draft: PolicyDraft): string {
  const [, at, attribute] = /(?:^|\/)rules\/(\d+)\/(\w+)$/.exec(about) ?? []
  const rule = at === undefined ? undefined : draft.rules[Number(at)]
  if (rule) return `rules/${rule.row}/${attribute}`
  return attributes.find((one) => about === one || about.endsWith(`/${one}`)) ?? ''
}
