import type { Graph } from 'model/graph/graph'
import type { Listener } from 'model/resources/listener'
import { messageFor } from '../forms/values.ts'
import { Field } from '../ui/field.tsx'
import { plural } from '../ui/format.ts'
import { Select } from '../ui/select.tsx'
import type { DraftFieldsProps } from './draft-fields.ts'

function targetsIn({ listeners }: Graph): Listener[] {
  return listeners.filter((one) => one.protocol === 'TERMINATED_HTTPS' || one.protocol === 'HTTPS')
}

/** Why the listener can not redirect to another, or null. */
export function redirectRefusal(graph: Graph, listener: Listener): string | null {
  if (listener.protocol !== 'HTTP') return 'Only an HTTP listener can redirect to a listener.'
  return targetsIn(graph).length === 0 ? 'This load balancer has no HTTPS listener yet.' : null
}

/** The HTTPS listener that every client is sent to, and what that means for everything else. */
export function ListenerField({ graph, listener, draft, issues, onChange, onLeave }: DraftFieldsProps) {
  const others = graph.l7_policies.filter(
    (one) => one.listener_id === listener.id && one.action !== 'REDIRECT_TO_LISTENER',
  ).length
  return (
    <>
      <Field
        label="HTTPS listener"
        help="Host, path and query stay; the code is 301."
        error={messageFor(issues, 'redirect_listener_id') ?? undefined}
        isRequired
      >
        {(control) => (
          <Select
            {...control}
            value={draft.redirect_listener_id}
            placeholder="Choose a listener"
            options={targetsIn(graph).map(({ id, name, protocol_port }) => ({
              value: id,
              label: name === '' ? `Port ${protocol_port}` : `${name} · ${protocol_port}`,
            }))}
            onChange={(redirect_listener_id) => {
              onChange({ redirect_listener_id })
              onLeave('redirect_listener_id')
            }}
          />
        )}
      </Field>
      <p className="rounded-control bg-warn-soft px-3 py-2 text-warn">
        It takes every request and needs no conditions.
        {others > 0 && ` ${plural(others, 'other policy', 'other policies')} of this listener will not be tried.`}
      </p>
    </>
  )
}
