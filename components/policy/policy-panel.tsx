'use client'

import type { Issue } from 'model/errors'
import type { Graph } from 'model/graph/graph'
import type { Listener } from 'model/resources/listener'
import { useEffect, useMemo, useState } from 'react'
import type { WishedChanges } from '../api.ts'
import { CopyAs } from '../forms/copy-as.tsx'
import type { ApiCall } from '../forms/curl.ts'
import { useFirstErrorFocus, useShownIssues } from '../forms/use-shown-issues.ts'
import { messageFor, type Values } from '../forms/values.ts'
import { WhatWillHappen } from '../forms/what-will-happen.tsx'
import { Button } from '../ui/button.tsx'
import { Disclosure } from '../ui/disclosure.tsx'
import { Field } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { toast } from '../ui/toast.tsx'
import { AboutConditions } from './about-conditions.tsx'
import { ActionFields } from './action-fields.tsx'
import { draftOf, type PolicyDraft, policyDraft } from './draft.ts'
import type { DraftFieldsProps } from './draft-fields.ts'
import { DraftReading } from './draft-reading.tsx'
import { placeOf, refusalOf } from './draft-refusal.ts'
import { draftedGraph } from './drafted.ts'
import { EffectPreview } from './effect-preview.tsx'
import { Explanation } from './explanation.tsx'
import { ExtraFields } from './extras/extra-fields.tsx'
import { LessCommonFields } from './less-common-fields.tsx'
import { mergedDraft } from './merged-draft.ts'
import { policyName } from './names.ts'
import { Overtaken } from './overtaken.tsx'
import { issuesOfAll, type PerHost, splitByHost } from './per-host.ts'
import { changePolicyCall, createPoliciesCall, policyBody, policyPatch, type Stored } from './policy-calls.ts'
import { RuleFields } from './rule-fields.tsx'
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
  const policy_id = stored?.policy.id ?? null
  const own = useMemo(() => issuesOfAll(graph, listener.id, drafts, policy_id), [graph, listener.id, drafts, policy_id])
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
            <DraftReading graph={graph} listener={listener} drafts={drafts} />
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
        {draft.action !== 'REDIRECT_TO_LISTENER' && (
          <RuleFields
            listener={listener}
            rules={draft.rules}
            issues={shown}
            perHost={perHost}
            canSplit={stored === null}
            general={
              <AboutConditions graph={graph} listener={listener} drafts={drafts} issues={own} policy_id={policy_id} />
            }
            onChange={(rules) => edit({ rules })}
            onPerHost={setPerHost}
            onLeave={leave}
          />
        )}
        <ExtraFields {...fields} />
        <DraftShadows graph={graph} listener_id={listener.id} drafted={drafted} policy_id={policy_id} />
        <EffectPreview graph={graph} listener={listener} draft={draft} />
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
        <LessCommonFields {...fields} isNew={stored === null} />
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

function saidOf(stored: Stored | null, drafts: readonly PolicyDraft[]): string {
  if (stored !== null) return `Policy ${policyName(stored.policy)} was changed`
  return drafts.length === 1 ? 'Policy added' : `${drafts.length} policies added`
}
