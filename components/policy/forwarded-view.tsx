import type { Forwarded } from 'model/l7/treatment'

/** A request as a member gets it: its line, its host, and the headers that were touched. */
export function ForwardedView({
  forwarded,
  method,
}: {
  readonly forwarded: Forwarded
  /** Null where who asks it is shown beside. */
  readonly method: string | null
}) {
  const { host, path, query, inserted, removed } = forwarded
  return (
    <section aria-label="What the member gets" className="grid min-w-0 gap-1">
      <h3 className="text-caption text-muted">What the member gets</h3>
      <div className="wrap-anywhere grid min-w-0 rounded-control border bg-sunken px-2.5 py-1.5 font-mono text-caption">
        <p>
          {method} {path}
          {query !== '' && `?${query}`}
        </p>
        {host !== null && <p>Host: {host}</p>}
        {inserted.map(([name, value]) => (
          <p key={name}>
            <span className="text-good">+</span> {name}: {value === null ? <Unknown /> : value}
          </p>
        ))}
        {removed.map((name) => (
          <p key={name} className="text-muted">
            <span className="text-bad">−</span> <span className="line-through">{name}</span>
          </p>
        ))}
      </div>
    </section>
  )
}

/** The port of a client is known when it comes. */
function Unknown() {
  return <span className="text-faint">(known when it comes)</span>
}
