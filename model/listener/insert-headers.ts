/** What a header is for: how the switches are grouped. */
export const insertHeaderPurposes = {
  client: 'About the client, to members',
  following: 'To follow a request',
  answers: 'On answers, to the client',
  certificate: "About the client's certificate, to members",
} as const
export type InsertHeaderPurpose = keyof typeof insertHeaderPurposes

export type InsertHeaderKind = {
  readonly help: string
  readonly purpose: InsertHeaderPurpose
  /**
   * HAProxy's log-format for the value, which takes the place of what was there. Null where what was there matters: it is appended to
   * (`option forwardfor`), kept, or continued.
   */
  readonly format: string | null
  readonly protocols: 'HTTP' | 'TERMINATED_HTTPS'
}

const addressHelp = "The client's address, in place of what the client sent."

/**
 * Headers that a listener can add to each request (reference: API contract, section 6, "Insert headers"), and those of ours: to follow a
 * request by, and on answers.
 */
export const insertHeaderKinds = {
  'X-Forwarded-For': {
    purpose: 'client',
    help: "The client's address, appended to the list that may be there.",
    format: null,
    protocols: 'HTTP',
  },
  'X-Forwarded-Port': {
    purpose: 'client',
    help: 'The port that the client connected to.',
    format: '%[dst_port]',
    protocols: 'HTTP',
  },
  'X-Forwarded-Proto': {
    purpose: 'client',
    help: 'http or https, as the client spoke it.',
    format: '%[ssl_fc,iif(https,http)]',
    protocols: 'HTTP',
  },
  'X-Forwarded-Host': {
    purpose: 'client',
    help: 'The host that the client asked for, whatever a policy makes of it; in place of what the client sent.',
    format: '%[var(txn.asked_host)]',
    protocols: 'HTTP',
  },
  'X-Forwarded-IP': { purpose: 'client', help: addressHelp, format: '%[src]', protocols: 'HTTP' },
  'X-Client-IP': { purpose: 'client', help: addressHelp, format: '%[src]', protocols: 'HTTP' },
  'X-Real-IP': { purpose: 'client', help: addressHelp, format: '%[src]', protocols: 'HTTP' },
  'X-Request-Start': {
    purpose: 'client',
    help: 'When the request arrived, in microseconds since 1970: t=1767225600000000. Members see from it how long it waited.',
    format: 't=%[date(0,us)]',
    protocols: 'HTTP',
  },
  'X-Request-ID': {
    purpose: 'following',
    help: 'An id that the member, the client and the recent requests all have. One that the client sent is kept; without one a UUID is made.',
    format: null,
    protocols: 'HTTP',
  },
  'X-Correlation-ID': {
    purpose: 'following',
    help: 'The same for what belongs together: kept from the client, else made.',
    format: null,
    protocols: 'HTTP',
  },
  traceparent: {
    purpose: 'following',
    help: 'W3C Trace Context: the trace of the client goes on with a span of its own; without a valid one a trace begins, sampled.',
    format: null,
    protocols: 'HTTP',
  },
  b3: {
    purpose: 'following',
    help: 'B3 in one header: the trace of the client goes on with a span of its own; without a valid one a trace begins.',
    format: null,
    protocols: 'HTTP',
  },
  'X-B3-TraceId': {
    purpose: 'following',
    help: 'B3 in several headers: X-B3-TraceId, X-B3-SpanId, X-B3-ParentSpanId, X-B3-Sampled and X-B3-Flags, continued or begun.',
    format: null,
    protocols: 'HTTP',
  },
  'X-Served-By': {
    purpose: 'answers',
    help: 'The id of the member that answered, in place of what it sent. Absent where the load balancer answered itself.',
    format: '%[srv_name]',
    protocols: 'HTTP',
  },
  'X-Response-Time': {
    purpose: 'answers',
    help: 'From the arrival of the request to the first byte of the answer, as in 12ms.',
    format: '%[date(0,ms),sub(txn.came_at)]ms',
    protocols: 'HTTP',
  },
  'X-SSL-Client-Verify': {
    purpose: 'certificate',
    help: '0 when the client certificate was verified.',
    format: '%{+Q}[ssl_c_verify]',
    protocols: 'TERMINATED_HTTPS',
  },
  'X-SSL-Client-Has-Cert': {
    purpose: 'certificate',
    help: '1 when the client sent a certificate.',
    format: '%{+Q}[ssl_c_used]',
    protocols: 'TERMINATED_HTTPS',
  },
  'X-SSL-Client-DN': {
    purpose: 'certificate',
    help: "The client certificate's full subject.",
    format: '%{+Q}[ssl_c_s_dn]',
    protocols: 'TERMINATED_HTTPS',
  },
  'X-SSL-Client-CN': {
    purpose: 'certificate',
    help: "The client certificate's common name.",
    format: '%{+Q}[ssl_c_s_dn(cn)]',
    protocols: 'TERMINATED_HTTPS',
  },
  'X-SSL-Issuer': {
    purpose: 'certificate',
    help: 'The issuer of the client certificate.',
    format: '%{+Q}[ssl_c_i_dn]',
    protocols: 'TERMINATED_HTTPS',
  },
  'X-SSL-Client-SHA1': {
    purpose: 'certificate',
    help: "The client certificate's fingerprint.",
    format: '%{+Q}[ssl_c_sha1,hex]',
    protocols: 'TERMINATED_HTTPS',
  },
  'X-SSL-Client-Not-Before': {
    purpose: 'certificate',
    help: 'When the client certificate begins.',
    format: '%{+Q}[ssl_c_notbefore]',
    protocols: 'TERMINATED_HTTPS',
  },
  'X-SSL-Client-Not-After': {
    purpose: 'certificate',
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

/** The headers that are switched on, in the order of the table. */
export function insertedHeaders(insert_headers: Readonly<Record<string, string>>): InsertHeader[] {
  return (Object.keys(insertHeaderKinds) as InsertHeader[]).filter((name) => isInserted(insert_headers[name]))
}
