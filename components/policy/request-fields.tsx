'use client'

import { Field } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { Select } from '../ui/select.tsx'
import { Textarea } from '../ui/textarea.tsx'
import { curlRequest } from './curl-request.ts'
import { headersText, type RequestText } from './tested-request.ts'

export type RequestFieldsProps = {
  readonly request: RequestText
  /** What is wrong with `method`, `url`, `headers` or `source`. */
  readonly about: (attribute: keyof RequestText) => string | undefined
  readonly onChange: (change: Partial<RequestText>) => void
}

const usualMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

/** A request as method, URL, headers and client; or all of it out of a curl command. */
export function RequestFields(props: RequestFieldsProps) {
  const { request, about, onChange } = props
  return (
    <>
      <RequestLine {...props} />
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
export function RequestLine({ request, about, onChange }: RequestFieldsProps) {
  const methods = usualMethods.includes(request.method) ? usualMethods : [request.method, ...usualMethods]
  const paste = (text: string): boolean => {
    const found = curlRequest(text)
    if (found === null) return false
    onChange({ method: found.method, url: found.url, headers: headersText(found.headers) })
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
