export type AlgorithmKind = {
  readonly label: string
  readonly help: string
}

/** How a pool chooses the member for the next request or connection. */
export const algorithms = {
  ROUND_ROBIN: {
    label: 'Round robin',
    help: 'Each member in turn, in proportion to its weight. Right for requests of similar cost.',
  },
  LEAST_CONNECTIONS: {
    label: 'Least connections',
    help: 'The member with the fewest open connections for its weight. Right for long or uneven sessions.',
  },
  SOURCE_IP: {
    label: 'Source IP',
    help: 'The same client address reaches the same member while the members stay the same.',
  },
  SOURCE_IP_PORT: {
    label: 'Source IP and port',
    help: 'Spreads by client address and port: connections of one client spread, each connection stays.',
  },
} as const satisfies Record<string, AlgorithmKind>
export type Algorithm = keyof typeof algorithms
