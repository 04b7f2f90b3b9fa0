'use client'

import type { Graph } from 'model/graph/graph'
import type { Listener } from 'model/resources/listener'
import { useDeferredValue, useId, useMemo, useState } from 'react'
import { Disclosure } from '../ui/disclosure.tsx'
import { Field } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { Textarea } from '../ui/textarea.tsx'
import { AnswerView } from './answer-view.tsx'
import { decidedBy } from './decided.ts'
import type { PolicyDraft } from './draft.ts'
import { type Effect, type Effected, effectOf, exampleUrl } from './effect.ts'
import { ForwardedView } from './forwarded-view.tsx'

/** What the policy makes of an example request, while it is typed. Nothing is sent, and nobody is asked. */
export function EffectPreview({
  graph,
  listener,
  draft,
}: {
  readonly graph: Graph
  readonly listener: Listener
  readonly draft: PolicyDraft
}) {
  const title = useId()
  /** Null: the URL that the conditions are about. */
  const [url, setUrl] = useState<string | null>(null)
  const [headers, setHeaders] = useState('')
  const [source, setSource] = useState('')
  const [body, setBody] = useState('')
  const shown = url ?? exampleUrl(draft)
  const typed = useDeferredValue(draft)
  const found = useMemo(
    () =>
      effectOf(graph, typed, {
        listener,
        text: { method: body === '' ? 'GET' : 'POST', url: shown, headers, source, body },
      }),
    [graph, typed, listener, shown, headers, source, body],
  )
  if (decidedBy(listener).noun === 'connection' || draft.action === 'REJECT') return null
  return (
    <section
      aria-labelledby={title}
      className="grid min-w-0 gap-3 rounded-surface border px-3 pt-2.5 pb-3"
      onKeyDown={(event) => {
        if (event.key === 'Enter' && event.target instanceof HTMLInputElement) event.preventDefault()
      }}
    >
      <h3 id={title} className="font-medium">
        Preview
      </h3>
      <Field label={<span className="font-normal text-caption text-muted">Example URL</span>}>
        {(control) => (
          <Input
            {...control}
            isMono
            autoComplete="off"
            spellCheck={false}
            value={shown}
            onChange={(event) => setUrl(event.target.value === '' ? null : event.target.value)}
          />
        )}
      </Field>
      <Disclosure
        label={<span className="font-normal text-caption text-muted">With headers and a body, from a client</span>}
      >
        <div className="grid gap-3 pb-1">
          <Field label="Example headers" help="One a line: User-Agent: curl">
            {(control) => (
              <Textarea
                {...control}
                isMono
                rows={2}
                spellCheck={false}
                value={headers}
                onChange={(event) => setHeaders(event.target.value)}
              />
            )}
          </Field>
          <Field label="Example payload">
            {(control) => (
              <Textarea
                {...control}
                isMono
                rows={2}
                spellCheck={false}
                value={body}
                onChange={(event) => setBody(event.target.value)}
              />
            )}
          </Field>
          <Field label="Example client" className="max-w-60">
            {(control) => (
              <Input
                {...control}
                isMono
                autoComplete="off"
                placeholder="192.0.2.1"
                value={source}
                onChange={(event) => setSource(event.target.value)}
              />
            )}
          </Field>
        </div>
      </Disclosure>
      <div aria-live="polite" className="grid min-w-0 gap-2">
        <Found found={found} />
      </div>
    </section>
  )
}

function Found({ found: { effect, unmet } }: { readonly found: Effected }) {
  if (effect === null) return <p className="text-muted">Give a URL, and say where the policy leads.</p>
  return (
    <>
      <EffectView effect={effect} />
      {unmet.length > 0 && (
        <p className="wrap-anywhere text-caption text-warn">
          It would not take this request, for not: {unmet.join(', ')}.
        </p>
      )}
    </>
  )
}

function EffectView({ effect }: { readonly effect: Effect }) {
  switch (effect.kind) {
    case 'redirect':
      return (
        <div className="grid min-w-0 gap-1">
          <h4 className="text-caption text-muted">What the client is told</h4>
          <p className="wrap-anywhere rounded-control border bg-sunken px-2.5 py-1.5 font-mono text-caption">
            {effect.code} Location: {effect.location}
          </p>
        </div>
      )
    case 'answer':
      return <AnswerView answer={effect.answer} />
    case 'forward':
      return <ForwardedView forwarded={effect.forwarded} method={effect.method} />
    case 'reject':
      return null
  }
}
