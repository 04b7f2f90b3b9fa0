export type InsertHeaderKind = {
  readonly help: string
  /** HAProxy's log-format for the value; null when it is appended to what the client sent (`option forwardfor`). */
  readonly format: string | null
  readonly protocols: 'HTTP' | 'TERMINATED_HTTPS'
}

/** Headers that a listener can add to each request (reference: API contract, section 6, "Insert headers"). */
export const insertHeaderKinds = {
  'X-Forwarded-For': {
    help: "The client's address, appended to the list that may be there.",
    format: null,
    protocols: 'HTTP',
  },
  'X-Forwarded-Port': { help: 'The port that the client connected to.', format: '%[dst_port]', protocols: 'HTTP' },
  'X-Forwarded-Proto': {
    help: 'http or https, as the client spoke it.',
    format: '%[ssl_fc,iif(https,http)]',
    protocols: 'HTTP',
  },
  'X-Forwarded-IP': {
    help: "The client's address, in place of what the client sent.",
    format: '%[src]',
    protocols: 'HTTP',
  },
  'X-Client-IP': {
    help: "The client's address, in place of what the client sent.",
    format: '%[src]',
    protocols: 'HTTP',
  },
  'X-Real-IP': { help: "The client's address, in place of what the client sent.", format: '%[src]', protocols: 'HTTP' },
  'X-SSL-Client-Verify': {
    help: '0 when the client certificate was verified.',
    format: '%{+Q}[ssl_c_verify]',
    protocols: 'TERMINATED_HTTPS',
  },
  'X-SSL-Client-Has-Cert': {
    help: '1 when the client sent a certificate.',
    format: '%{+Q}[ssl_c_used]',
    protocols: 'TERMINATED_HTTPS',
  },
  'X-SSL-Client-DN': {
    help: "The client certificate's full subject.",
    format: '%{+Q}[ssl_c_s_dn]',
    protocols: 'TERMINATED_HTTPS',
  },
  'X-SSL-Client-CN': {
    help: "The client certificate's common name.",
    format: '%{+Q}[ssl_c_s_dn(cn)]',
    protocols: 'TERMINATED_HTTPS',
  },
  'X-SSL-Issuer': {
    help: 'The issuer of the client certificate.',
    format: '%{+Q}[ssl_c_i_dn]',
    protocols: 'TERMINATED_HTTPS',
  },
  'X-SSL-Client-SHA1': {
    help: "The client certificate's fingerprint.",
    format: '%{+Q}[ssl_c_sha1,hex]',
    protocols: 'TERMINATED_HTTPS',
  },
  'X-SSL-Client-Not-Before': {
    help: 'When the client certificate begins.',
    format: '%{+Q}[ssl_c_notbefore]',
    protocols: 'TERMINATED_HTTPS',
  },
  'X-SSL-Client-Not-After': {
    help: 'When the client certificate ends.',
    format: '%{+Q}[ssl_c_notafter]',
    protocols: 'TERMINATED_HTTPS',
  },
} as const satisfies Record<string, InsertHeaderKind>
export type InsertHeader = keyof typeof insertHeaderKinds

/** Whether the value switches the header on: Octavia takes "true" in any case of letters and leaves all else off. */
export function isInserted(value: string | undefined): boolean {
  return value?.toLowerCase() === 'true'
}
