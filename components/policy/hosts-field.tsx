import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { plural } from '../ui/format.ts'
import { Textarea } from '../ui/textarea.tsx'
import { hostsIn } from './hosts.ts'
import type { PerHost } from './per-host.ts'

/** Many hosts at once: each becomes a policy of its own. */
export function HostsField({
  text,
  row,
  error,
  onPerHost,
}: {
  readonly text: string
  readonly row: number
  readonly error: string | undefined
  readonly onPerHost: (perHost: PerHost | null) => void
}) {
  const { length } = hostsIn(text)
  return (
    <Field
      label="Hosts"
      className="sm:col-span-2"
      aside={
        <Button look="link" className="text-caption" onClick={() => onPerHost(null)}>
          One host
        </Button>
      }
      help={`One a line. Each host gets a policy of its own: ${plural(length, 'policy', 'policies')} will be added. A few can share one policy: type them one after the other, with Enter.`}
      error={error}
    >
      {(control) => (
        <Textarea
          {...control}
          isMono
          autoFocus
          rows={5}
          spellCheck={false}
          placeholder={'www.example.com\nshop.example.com'}
          value={text}
          onChange={(event) => onPerHost({ row, text: event.target.value })}
        />
      )}
    </Field>
  )
}
