'use client'

import type { Graph } from 'model/graph/graph'
import { listenerProtocols } from 'model/listener/protocols'
import type { ProtocolOfPool } from 'model/pool/protocols'
import type { Listener } from 'model/resources/listener'
import { shortId } from 'model/short-id'
import { useMemo, useState } from 'react'
import { api } from '../api.ts'
import { useCreate } from '../forms/use-changes.ts'
import { unserved } from '../listener/unserved.ts'
import { parseMembers } from '../member/paste.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { plural } from '../ui/format.ts'
import { Input } from '../ui/input.tsx'
import { Textarea } from '../ui/textarea.tsx'
import { toast } from '../ui/toast.tsx'

/** The protocol that people mean who say no other. */
export function usualPool({ protocol }: Listener): ProtocolOfPool {
  return listenerProtocols[protocol].pools[0] ?? 'HTTP'
}

/** A pool that comes about here, with its members: what the policy sends to it is answered at once. */
export function NewPool({
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
