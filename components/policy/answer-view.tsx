import type { FixedResponseConfig } from 'model/l7/policy-configs'

/** An answer of the load balancer's own, as a client gets it. */
export function AnswerView({
  answer,
}: {
  readonly answer: Pick<FixedResponseConfig, 'status_code' | 'message_body'> & { readonly content_type: string }
}) {
  const { status_code, content_type, message_body } = answer
  return (
    <div className="grid min-w-0 overflow-hidden rounded-control border font-mono text-caption">
      <p className="flex flex-wrap gap-x-3 border-b bg-sunken px-2.5 py-1">
        <span>HTTP {status_code}</span>
        <span className="text-muted">content-type: {content_type}</span>
      </p>
      {message_body === '' ? (
        <p className="px-2.5 py-1.5 font-sans text-faint">No body.</p>
      ) : (
        <pre className="wrap-anywhere max-h-48 overflow-y-auto whitespace-pre-wrap px-2.5 py-1.5">{message_body}</pre>
      )}
    </div>
  )
}
