'use client'

import type { Issue } from 'model/errors'
import type { Graph } from 'model/graph/graph'
import { askedHost } from 'model/l7/asked-host'
import { type PolicyAction, type PolicyActionKind, policyActions, redirectCodes } from 'model/l7/policy-actions'
import { listenerProtocols } from 'model/listener/protocols'
import type { ProtocolOfPool } from 'model/pool/protocols'
import type { Listener } from 'model/resources/listener'
import { shortId } from 'model/short-id'
import { useMemo, useState } from 'react'
import { api } from '../api.ts'
import { useCreate } from '../forms/use-changes.ts'
import { messageFor } from '../forms/values.ts'
import { unserved } from '../listener/unserved.ts'
import { parseMembers } from '../member/paste.ts'
import { Button } from '../ui/button.tsx'
import { Field, FieldSet } from '../ui/field.tsx'
import { plural } from '../ui/format.ts'
import { Input } from '../ui/input.tsx'
import { RadioCards } from '../ui/radio-cards.tsx'
import { Select } from '../ui/select.tsx'
import { Textarea } from '../ui/textarea.tsx'
import { toast } from '../ui/toast.tsx'
import { decidedBy } from './decided.ts'
import type { PolicyDraft } from './draft.ts'

export type DraftFieldsProps = {
  readonly graph: Graph
  readonly listener: Listener
  readonly draft: PolicyDraft
  readonly issues: readonly Issue[]
  readonly onChange: (change: Partial<PolicyDraft>) => void
  readonly onLeave: (attribute: string) => void
}

const choices = Object.entries(policyActions).map(([value, { label, help }]) => ({
  value: value as PolicyAction,
  label,
  help,
}))

/** What is done with the requests, and what that needs to know. */
export function ActionFields(props: DraftFieldsProps) {
  const { listener, draft, onChange } = props
  const { actions, helps } = decidedBy(listener)
  const offered = choices.filter(({ value }) => actions === null || actions.includes(value) || value === draft.action)
  const { redirects }: PolicyActionKind = policyActions[draft.action]
  return (
    <>
      <FieldSet legend="Action">
        <RadioCards
          label="Action"
          value={draft.action}
          choices={offered.map((one) => ({ ...one, help: helps[one.value] ?? one.help }))}
          columns={2}
          onChange={(action) => onChange({ action })}
        />
      </FieldSet>
      {draft.action === 'REDIRECT_TO_POOL' && <PoolField {...props} />}
      {draft.action === 'REDIRECT_TO_URL' && (
        <TextField
          {...props}
          attribute="redirect_url"
          label="URL"
          help="Where every request that it takes is told to go."
          example="https://www.example.com/sorry"
        />
      )}
      {draft.action === 'REDIRECT_PREFIX' && (
        <TextField
          {...props}
          attribute="redirect_prefix"
          label="Prefix"
          help={`The path and the query of the request follow it: /cart?id=1 becomes https://www.example.com/cart?id=1. ${askedHost} is the host that the client asked for.`}
          example="https://www.example.com"
        />
      )}
      {redirects && (
        <Field label="Code" help={redirectCodes[draft.redirect_http_code]}>
          {(control) => (
            <Select
              {...control}
              className="max-w-32"
              value={String(draft.redirect_http_code)}
              options={Object.entries(redirectCodes).map(([value, help]) => ({ value, label: value, help }))}
              onChange={(code) => onChange({ redirect_http_code: Number(code) as PolicyDraft['redirect_http_code'] })}
            />
          )}
        </Field>
      )}
    </>
  )
}

function TextField({
  draft,
  issues,
  onChange,
  onLeave,
  attribute,
  label,
  help,
  example,
}: DraftFieldsProps & {
  readonly attribute: 'redirect_url' | 'redirect_prefix'
  readonly label: string
  readonly help: string
  readonly example: string
}) {
  return (
    <Field label={label} help={help} error={messageFor(issues, attribute) ?? undefined} isRequired>
      {(control) => (
        <Input
          {...control}
          isMono
          type="url"
          autoComplete="off"
          spellCheck={false}
          placeholder={example}
          value={draft[attribute]}
          onChange={(event) => onChange({ [attribute]: event.target.value })}
          onBlur={() => onLeave(attribute)}
        />
      )}
    </Field>
  )
}

/** A select can not have an empty value; this one asks for a pool that is not there yet. */
const newPool = 'new'

function PoolField({ graph, listener, draft, issues, onChange, onLeave }: DraftFieldsProps) {
  const [isNew, setNew] = useState(false)
  const fitting: readonly string[] = listenerProtocols[listener.protocol].pools
  const protocol = usualPool(listener)
  const pools = graph.pools.filter((one) => fitting.includes(one.protocol) || one.id === draft.redirect_pool_id)
  const options = [
    ...pools.map((one) => ({ value: one.id, label: one.name || one.id })),
    { value: newPool, label: 'New pool…', help: `${protocol}, round robin, with the members that you name.` },
  ]
  return (
    <>
      <Field
        label="Pool"
        help={isNew ? undefined : 'Its members answer.'}
        error={isNew ? undefined : (messageFor(issues, 'redirect_pool_id') ?? undefined)}
        isRequired
      >
        {(control) => (
          <Select
            {...control}
            value={isNew ? newPool : draft.redirect_pool_id}
            options={options}
            placeholder="Choose a pool"
            onChange={(next) => {
              setNew(next === newPool)
              onChange({ redirect_pool_id: next === newPool ? null : next })
              if (next !== newPool) onLeave('redirect_pool_id')
            }}
          />
        )}
      </Field>
      {isNew && (
        <NewPool
          graph={graph}
          listener={listener}
          onCreated={(id) => {
            setNew(false)
            onChange({ redirect_pool_id: id })
          }}
        />
      )}
    </>
  )
}

/** The protocol that people mean who say no other. */
function usualPool({ protocol }: Listener): ProtocolOfPool {
  return listenerProtocols[protocol].pools[0] ?? 'HTTP'
}

/** A pool that comes about here, with its members: what the policy sends to it is answered at once. */
function NewPool({
  graph,
  listener,
  onCreated,
}: {
  readonly graph: Graph
  readonly listener: Listener
  readonly onCreated: (id: string) => void
}) {
  const protocol = usualPool(listener)
  const without = unserved(listener.protocol)
  const [name, setName] = useState('')
  const [text, setText] = useState('')
  const [isAsked, setAsked] = useState(false)
  const create = useCreate(graph.load_balancer.id)
  const { members, problems } = useMemo(() => parseMembers(text), [text])
  const [problem] = problems
  const add = async () => {
    setAsked(true)
    if (problem) return
    const loadbalancer_id = graph.load_balancer.id
    const values = { loadbalancer_id, ...(name === '' ? {} : { name }), protocol, lb_algorithm: 'ROUND_ROBIN' }
    const pool = await create.mutateAsync({ kind: 'pool', values })
    onCreated(pool.id)
    const title = `Pool ${name || shortId(pool.id)} created`
    if (members.length === 0) {
      toast.done(title, { description: `It has no members yet: until it has, it ${without}.` })
      return
    }
    await api
      .replaceMembers(
        pool.id,
        members.map((one) => one.values),
        { additive_only: true },
      )
      .then(() => toast.done(title, { description: `With ${plural(members.length, 'member')}.` }))
      .catch((error: unknown) => toast.failed(`${title} without its members`, error))
  }
  const start = () => void add().catch(shown)
  return (
    <section aria-label="New pool" className="grid gap-3 rounded-surface border px-3 py-3">
      <Field label="Name of the new pool" help={`${protocol}, round robin; all else can be changed on its page.`}>
        {(control) => (
          <Input
            {...control}
            autoFocus
            autoComplete="off"
            value={name}
            onChange={(event) => setName(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return
              event.preventDefault()
              start()
            }}
          />
        )}
      </Field>
      <Field
        label="Members"
        help={`One a line: 10.0.0.4:80. Without any it ${without}.`}
        error={isAsked && problem ? `Line ${problem.line}: ${problem.message}` : create.error?.message}
      >
        {(control) => (
          <Textarea
            {...control}
            isMono
            rows={2}
            spellCheck={false}
            placeholder="10.0.0.4:80"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      <div>
        <Button size="small" isBusy={create.isPending} onClick={start}>
          Create pool
        </Button>
      </div>
    </section>
  )
}

/** The mutation shows its own error. */
function shown(): void {}
