'use client'

import type { Listener } from 'model/resources/listener'
import { Field } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { Select } from '../ui/select.tsx'
import { Textarea } from '../ui/textarea.tsx'
import { curlRequest } from './curl-request.ts'
import { decidedBy } from './decided.ts'
import { headersText, type RequestText } from './tested-request.ts'

export type RequestFieldsProps = {
  readonly listener: Listener
  readonly request: RequestText
  /** What is wrong with `method`, `url`, `headers`, `body` or `source`. */
  readonly about: (attribute: keyof RequestText) => string | undefined
  readonly onChange: (change: Partial<RequestText>) => void
}

const usualMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

/** A request as method, URL, headers and client; or all of it out of a curl command. */
export function RequestFields(props: RequestFieldsProps) {
  const { listener, request, about, onChange } = props
  return (
    <>
      <RequestLine {...props} />
      {decidedBy(listener).noun === 'request' && (
        <Field label="Headers" help="One a line, cookies too: Cookie: beta=1" error={about('headers')}>
          {(control) => (
            <Textarea
              {...control}
              isMono
              rows={3}
              spellCheck={false}
              placeholder={'Accept-Language: de\nX-Canary: on'}
              value={request.headers}
              onChange={(event) => onChange({ headers: event.target.value })}
            />
          )}
        </Field>
      )}
      {decidedBy(listener).noun === 'request' && (
        <Field
          label="Body"
          help="What is sent behind the headers; conditions about bodies look at it."
          error={about('body')}
        >
          {(control) => (
            <Textarea
              {...control}
              isMono
              rows={2}
              spellCheck={false}
              value={request.body}
              onChange={(event) => onChange({ body: event.target.value })}
            />
          )}
        </Field>
      )}
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
            value={request.source}
            onChange={(event) => onChange({ source: event.target.value })}
          />
        )}
      </Field>
    </>
  )
}

/** Its first line alone. A pasted curl command brings the rest along. */
export function RequestLine({ listener, request, about, onChange }: RequestFieldsProps) {
  if (decidedBy(listener).noun === 'connection')
    return <ServerName request={request} about={about} onChange={onChange} />
  const methods = usualMethods.includes(request.method) ? usualMethods : [request.method, ...usualMethods]
  const paste = (text: string): boolean => {
    const found = curlRequest(text)
    if (found === null) return false
    onChange({ ...found, headers: headersText(found.headers) })
    return true
  }
  return (
    <div className="grid grid-cols-[7rem_minmax(0,1fr)] items-start gap-3">
      <Field label="Method" error={about('method')}>
        {(control) => (
          <Select
            {...control}
            value={request.method}
            options={methods.map((value) => ({ value, label: value }))}
            onChange={(method) => onChange({ method })}
          />
        )}
      </Field>
      <Field label="URL" help="Or paste a curl command." error={about('url')} isRequired>
        {(control) => (
          <Input
            {...control}
            isMono
            autoComplete="off"
            spellCheck={false}
            value={request.url}
            onChange={(event) => onChange({ url: event.target.value })}
            onPaste={(event) => {
              if (paste(event.clipboardData.getData('text'))) event.preventDefault()
            }}
          />
        )}
      </Field>
    </div>
  )
}

/** All that a listener sees of a connection that it passes through. It is kept as a URL, as every request is. */
function ServerName({ request, about, onChange }: Omit<RequestFieldsProps, 'listener'>) {
  const [, name = ''] = /^https?:\/\/([^/?#]*)/i.exec(request.url) ?? []
  return (
    <Field
      label="Server name"
      help="The name (SNI) with which the client begins; empty where it names none."
      error={about('url')}
    >
      {(control) => (
        <Input
          {...control}
          isMono
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          placeholder="www.example.com"
          value={name}
          onChange={(event) => onChange({ method: 'GET', headers: '', body: '', url: urlOf(event.target.value) })}
        />
      )}
    </Field>
  )
}

/** A client may name no server at all. */
function urlOf(name: string): string {
  return name === '' ? '/' : `https://${name}/`
}
