/** The five things and how traffic goes through them, drawn once. The words below it explain each. */
export function TeachingPicture() {
  return (
    <svg viewBox="0 0 640 220" role="img" aria-labelledby="teaching-title" className="w-full max-w-160 font-sans">
      <title id="teaching-title">
        Clients connect to a load balancer's address. A listener takes their connections at a port and hands them to a
        pool, which spreads them over its members. A health monitor keeps asking each member whether it works.
      </title>
      <g className="fill-none stroke-control" strokeWidth="1.5" strokeLinecap="round">
        <path d="M64 110H128" />
        <path d="M292 110h52" />
        <path d="M432 110c30 0 28-62 58-62" />
        <path d="M432 110h58" />
        <path d="M432 110c30 0 28 62 58 62" strokeDasharray="3 5" />
      </g>
      <g className="fill-control">
        <path d="m134 110-8-4v8z" />
        <path d="m350 110-8-4v8z" />
        <path d="m496 48-8-4v8z" />
        <path d="m496 110-8-4v8z" />
      </g>

      <g className="fill-none stroke-muted" strokeWidth="1.5">
        <circle cx="40" cy="78" r="7" />
        <path d="M28 101c1-8 5-12 12-12s11 4 12 12" />
        <circle cx="40" cy="124" r="7" />
        <path d="M28 147c1-8 5-12 12-12s11 4 12 12" />
      </g>
      <text x="40" y="174" textAnchor="middle" className="fill-faint text-[12px]">
        clients
      </text>

      <rect x="136" y="36" width="164" height="148" rx="8" className="fill-surface stroke-control" strokeWidth="1.5" />
      <text x="150" y="60" className="fill-text font-medium text-[13px]">
        Load balancer
      </text>
      <text x="150" y="77" className="fill-faint font-mono text-[11px]">
        127.10.0.10
      </text>
      <rect
        x="150"
        y="94"
        width="136"
        height="32"
        rx="6"
        className="fill-accent-soft stroke-accent-mark"
        strokeWidth="1.5"
      />
      <text x="162" y="114" className="fill-accent-text font-medium text-[12px]">
        Listener
      </text>
      <text x="274" y="114" textAnchor="end" className="fill-accent-text font-mono text-[11px]">
        HTTP 80
      </text>
      <rect
        x="150"
        y="136"
        width="136"
        height="32"
        rx="6"
        className="fill-none stroke-line-strong"
        strokeWidth="1.5"
        strokeDasharray="3 4"
      />
      <text x="162" y="156" className="fill-faint text-[12px]">
        another listener
      </text>

      <rect x="352" y="84" width="84" height="52" rx="8" className="fill-surface stroke-control" strokeWidth="1.5" />
      <text x="394" y="107" textAnchor="middle" className="fill-text font-medium text-[13px]">
        Pool
      </text>
      <text x="394" y="124" textAnchor="middle" className="fill-faint text-[11px]">
        round robin
      </text>

      <Member y={28} name="Member" address="10.0.0.4:80" isUp />
      <Member y={90} name="Member" address="10.0.0.5:80" isUp />
      <Member y={152} name="Member" address="10.0.0.6:80" isUp={false} />
      <path
        d="M394 136v70h170v-12"
        className="fill-none stroke-good-mark"
        strokeWidth="1.5"
        strokeDasharray="2 4"
        strokeLinecap="round"
      />
      <text x="404" y="198" className="fill-good font-medium text-[12px]">
        Health monitor
      </text>
    </svg>
  )
}

function Member({
  y,
  name,
  address,
  isUp,
}: {
  readonly y: number
  readonly name: string
  readonly address: string
  readonly isUp: boolean
}) {
  return (
    <g transform={`translate(498 ${y})`}>
      <rect width="132" height="40" rx="8" className="fill-surface stroke-control" strokeWidth="1.5" />
      <text x="12" y="17" className="fill-text font-medium text-[12px]">
        {name}
      </text>
      <text x="12" y="31" className="fill-faint font-mono text-[11px]">
        {address}
      </text>
      {isUp ? (
        <path
          d="m108 20 4 4 8-9"
          className="fill-none stroke-good-mark"
          strokeWidth="2"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      ) : (
        <path d="m109 15 9 9m0-9-9 9" className="fill-none stroke-bad-mark" strokeWidth="2" strokeLinecap="round" />
      )}
    </g>
  )
}
