export type PolicyActionKind = {
  /** As in a sentence: "THEN send to pool api". */
  readonly label: string
  readonly help: string
  /** The attribute that says where to; null when there is nowhere to go. */
  readonly target: 'redirect_pool_id' | 'redirect_url' | 'redirect_prefix' | null
  /** Whether the client is told to ask elsewhere, with a code of `redirectCodes`. */
  readonly redirects: boolean
}

/** What a policy does with the requests that it takes. */
export const policyActions = {
  REDIRECT_TO_POOL: {
    label: 'Send to pool',
    help: 'Another pool answers.',
    target: 'redirect_pool_id',
    redirects: false,
  },
  REDIRECT_TO_URL: {
    label: 'Redirect to URL',
    help: 'The client is told to ask for one certain URL.',
    target: 'redirect_url',
    redirects: true,
  },
  REDIRECT_PREFIX: {
    label: 'Redirect to prefix',
    help: 'The client is told to ask elsewhere for the same path and query: HTTP to HTTPS, one host to another.',
    target: 'redirect_prefix',
    redirects: true,
  },
  REJECT: {
    label: 'Reject',
    help: 'The client gets 403 Forbidden.',
    target: null,
    redirects: false,
  },
} as const satisfies Record<string, PolicyActionKind>
export type PolicyAction = keyof typeof policyActions

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
