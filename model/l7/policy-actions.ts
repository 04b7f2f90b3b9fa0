import type { L7Policy } from '../resources/l7-policy.ts'

/** The attributes that say where a policy leads. */
export type Target =
  | 'redirect_pool_id'
  | 'redirect_pools_config'
  | 'redirect_url'
  | 'redirect_url_config'
  | 'redirect_prefix'
  | 'redirect_listener_id'
  | 'fixed_response_config'

/** The attributes that say what is done besides. */
export type Extra =
  | 'redirect_pools_sticky_session_config'
  | 'rewrite_url_config'
  | 'insert_headers_config'
  | 'remove_headers_config'
  | 'insert_response_headers_config'
  | 'remove_response_headers_config'
  | 'traffic_limit_config'
  | 'cors_config'

export type PolicyActionKind = {
  /** As in a sentence: "THEN send to pool api". */
  readonly label: string
  readonly help: string
  /** The attributes of which one says where to; none when there is nowhere to go. */
  readonly targets: readonly Target[]
  readonly extras: readonly Extra[]
  /** Whether the client is told to ask elsewhere, with a code of `redirectCodes`. */
  readonly redirects: boolean
}

const headers = ['insert_headers_config', 'remove_headers_config'] as const
const answerHeaders = ['insert_response_headers_config', 'remove_response_headers_config'] as const

/** What a policy does with the requests that it takes. */
export const policyActions = {
  REDIRECT_TO_POOL: {
    label: 'Send to pool',
    help: 'Another pool answers, or several share the requests by weights.',
    targets: ['redirect_pool_id', 'redirect_pools_config'],
    extras: [
      ...([
        'redirect_pools_sticky_session_config',
        'rewrite_url_config',
        'traffic_limit_config',
        'cors_config',
      ] as const),
      ...headers,
      ...answerHeaders,
    ],
    redirects: false,
  },
  REDIRECT_TO_URL: {
    label: 'Redirect to URL',
    help: 'The client is told to ask for another URL: one certain one, or its own with some parts changed.',
    targets: ['redirect_url', 'redirect_url_config'],
    extras: [...headers, ...answerHeaders],
    redirects: true,
  },
  REDIRECT_PREFIX: {
    label: 'Redirect to prefix',
    help: 'The client is told to ask elsewhere for the same path and query: HTTP to HTTPS, one host to another.',
    targets: ['redirect_prefix'],
    extras: [],
    redirects: true,
  },
  REDIRECT_TO_LISTENER: {
    label: 'Redirect to listener',
    help: 'Every client is told to ask an HTTPS listener of this load balancer for the same. No other policy of the listener counts then.',
    targets: ['redirect_listener_id'],
    extras: [],
    redirects: false,
  },
  FIXED_RESPONSE: {
    label: 'Answer',
    help: 'The load balancer answers by itself, with a status and a text.',
    targets: ['fixed_response_config'],
    extras: ['traffic_limit_config', ...headers, ...answerHeaders],
    redirects: false,
  },
  REJECT: {
    label: 'Reject',
    help: 'The client gets 403 Forbidden.',
    targets: [],
    extras: [],
    redirects: false,
  },
} as const satisfies Record<string, PolicyActionKind>
export type PolicyAction = keyof typeof policyActions

/** Every attribute that belongs to some actions and not to others. */
export const actionAttributes: readonly (Target | Extra)[] = [
  ...new Set(Object.values(policyActions).flatMap(({ targets, extras }: PolicyActionKind) => [...targets, ...extras])),
]

/** What an attribute of no use is. */
export const unusedValue = (name: Target | Extra): null | [] => (name === 'redirect_pools_config' ? [] : null)

export function isUsed(policy: Partial<Pick<L7Policy, Target | Extra>>, name: Target | Extra): boolean {
  const value = policy[name]
  return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0)
}

/**
 * The codes of a redirect (RFC 9110, 15.4). 302 where nobody chose. Answers of 301 and 308 may be kept by default, and are meant to be:
 * they say nothing of caching. To the others HAProxy adds `cache-control: no-cache`.
 */
export const redirectCodes = {
  301: 'Moved permanently. Browsers and caches remember it; a POST may become a GET.',
  302: 'Found. For now; a POST may become a GET.',
  303: 'See other. Always asked for with GET.',
  307: 'Temporary redirect. For now; the method stays.',
  308: 'Permanent redirect. Browsers and caches remember it; the method stays.',
} as const
export type RedirectCode = keyof typeof redirectCodes
export const usualRedirectCode: RedirectCode = 302
