export type PersistenceKind = {
  readonly label: string
  readonly help: string
  readonly takesCookieName: boolean
}

/** How a client is kept on the member that it met first. */
export const persistenceKinds = {
  SOURCE_IP: {
    label: 'Source IP',
    help: 'By client address. Works for every protocol; clients behind one address share a member.',
    takesCookieName: false,
  },
  HTTP_COOKIE: {
    label: 'Load balancer cookie',
    help: 'The load balancer sets a cookie of its own. The usual choice for HTTP.',
    takesCookieName: false,
  },
  APP_COOKIE: {
    label: 'Application cookie',
    help: 'Follows a cookie that the application sets, such as JSESSIONID. Name it below.',
    takesCookieName: true,
  },
} as const satisfies Record<string, PersistenceKind>
export type PersistenceType = keyof typeof persistenceKinds
