'use client'

import { useMutation } from '@tanstack/react-query'
import type { Graph } from 'model/graph/graph'
import type { Listener } from 'model/resources/listener'
import { useState } from 'react'
import { api } from '../api.ts'
import type { SentWalk } from '../api-answers.ts'
import { ApiError } from '../api-error.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { milliseconds } from '../ui/format.ts'
import { Input } from '../ui/input.tsx'
import { Select } from '../ui/select.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { Textarea } from '../ui/textarea.tsx'
import { curlRequest } from './curl-request.ts'
import { WalkView } from './walk-view.tsx'

export type RouteTesterProps = {
  readonly graph: Graph
  readonly listener: Listener
  readonly onClose: () => void
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].map((value) => ({ value, label: value }))

/** Asks what becomes of a request: each policy on its way, what it read, and where the request ends. */
export function RouteTester({ graph, listener, onClose }: RouteTesterProps) {
  const [method, setMethod] = useState('GET')
  const [url, setUrl] = useState('http://')
  const [headers, setHeaders] = useState('')
  const [source, setSource] = useState('')
  const request = {
    method,
    url,
    headers: headersIn(headers),
    ...(source.trim() === '' ? {} : { source: source.trim() }),
  }
  const walk = useMutation({ mutationFn: () => api.simulate(listener.id, request) })
  const send = useMutation({ mutationFn: () => api.sendRequest(listener.id, request) })
  const error = walk.error ?? send.error
  const about = (attribute: string) => messageAbout(error, attribute)
  const shown = send.data?.walk ?? walk.data?.running
  const ask = (mutation: { reset: () => void }, other: { mutate: () => void }) => {
    mutation.reset()
    other.mutate()
  }
  const paste = (text: string): boolean => {
    const found = curlRequest(text)
    if (found === null) return false
    setMethod(found.method)
    setUrl(found.url)
    setHeaders(found.headers.map(([name, value]) => `${name}: ${value}`).join('\n'))
    return true
  }
  return (
    <Sheet
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
      title="Test a request"
      description="What the stored policies do with it. Nothing is sent until you say so."
      footer={
        <>
          <Button isBusy={send.isPending} onClick={() => ask(walk, send)}>
            Send it for real
          </Button>
          <Button type="submit" form="tester" look="primary" isBusy={walk.isPending}>
            Ask
          </Button>
        </>
      }
    >
      <form
        id="tester"
        noValidate
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          ask(send, walk)
        }}
      >
        <div className="grid grid-cols-[7rem_minmax(0,1fr)] items-start gap-3">
          <Field label="Method" error={about('method')}>
            {(control) => <Select {...control} value={method} options={methods} onChange={setMethod} />}
          </Field>
          <Field label="URL" help="Or paste a curl command." error={about('url')} isRequired>
            {(control) => (
              <Input
                {...control}
                isMono
                autoComplete="off"
                spellCheck={false}
                value={url}
                onChange={(event) => setUrl(event.target.value)}
                onPaste={(event) => {
                  if (paste(event.clipboardData.getData('text'))) event.preventDefault()
                }}
              />
            )}
          </Field>
        </div>
        <Field label="Headers" help="One a line, cookies too: Cookie: beta=1" error={about('headers')}>
          {(control) => (
            <Textarea
              {...control}
              isMono
              rows={3}
              spellCheck={false}
              placeholder={'Accept-Language: de\nX-Canary: on'}
              value={headers}
              onChange={(event) => setHeaders(event.target.value)}
            />
          )}
        </Field>
        <Field
          label="Client address"
          help="Empty is a client that is nobody's."
          error={about('source')}
          className="max-w-60"
        >
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
        {error && !(error instanceof ApiError && error.issues.length > 0) && (
          <p role="alert" className="rounded-control bg-bad-soft px-3 py-2 text-bad">
            {error.message}
          </p>
        )}
      </form>
      <div aria-live="polite" className="mt-5 grid gap-4">
        {send.data && <Sent sent={send.data} />}
        {shown && <WalkView graph={graph} walk={shown} />}
      </div>
    </Sheet>
  )
}

function Sent({ sent: { sent, agrees } }: { readonly sent: SentWalk }) {
  const answered = sent.answer
    ? `It answered ${sent.answer.status} in ${milliseconds(sent.duration_ms)}.`
    : sent.message
  const verdict =
    agrees === null
      ? 'A pool answers as it likes: the status does not tell which.'
      : agrees
        ? 'The data plane did what the walk says.'
        : 'The data plane did something else than the walk says.'
  return (
    <p
      className={
        agrees === false ? 'rounded-control bg-bad-soft px-3 py-2 text-bad' : 'rounded-control bg-sunken px-3 py-2'
      }
    >
      {answered} {sent.answer && <span className={agrees === false ? undefined : 'text-muted'}>{verdict}</span>}
    </p>
  )
}

/** Lines without a colon are left for the API to refuse. */
function headersIn(text: string): [string, string][] {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return lines.map((line) => {
    const colon = line.indexOf(':')
    return colon < 0 ? [line.trim(), ''] : [line.slice(0, colon).trim(), line.slice(colon + 1).trim()]
  })
}

function messageAbout(error: Error | null, attribute: string): string | undefined {
  if (!(error instanceof ApiError)) return undefined
  return error.issues.find(({ about }) => about.split('/').includes(attribute))?.message
}
