import type { InsertHeader } from 'model/listener/insert-headers'
import type { Line } from './compiled.ts'
import { line } from './ir.ts'
import { expression, joined, type Word } from './words.ts'

// A trace that a client began goes on with a span of the load balancer's, and one that nobody began begins here; what is no valid trace is
// none. Of several formats on one listener the first that is valid counts for all, so that they name one trace. Ids are cut from UUIDs:
// of what HAProxy can make 16 bytes of, that is the cheapest.

type Format = Extract<InsertHeader, 'traceparent' | 'b3' | 'X-B3-TraceId'>

/**
 * What of a client's trace goes on, of each format: `trace_id` last, because without it the trace is new. `,-1` is the last of several
 * headers. `trace_state` is B3's word for the sampling: 1, 0, or d for debug; without it, others decide.
 */
const reads: Readonly<Record<Format, readonly Word[]>> = {
  // W3C Trace Context, 3.2: version 00 ends with the flags, later ones may go on; ff is none, and neither is an id of zeros.
  traceparent: [
    expression(
      "http-request set-var(txn.trace_id) req.fhdr(traceparent,-1),bytes(3,32) if { req.fhdr(traceparent,-1) -m reg '^(00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}|(?!00|ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?)$' }",
    ),
    expression(
      'http-request set-var(txn.trace_flags) req.fhdr(traceparent,-1),bytes(53,2) if { var(txn.trace_id) -m found }',
    ),
    // It says more about a trace that goes on, and nothing without one.
    expression('http-request del-header tracestate if !{ var(txn.trace_id) -m found }'),
  ],
  b3: [
    expression(
      "http-request set-var(txn.trace_parent) req.fhdr(b3,-1),field(2,-) if !{ var(txn.trace_id) -m found } { req.fhdr(b3,-1) -m reg '^(?!0+-)([0-9a-f]{16}){1,2}-(?!0{16})[0-9a-f]{16}(-[01d](-[0-9a-f]{16})?)?$' }",
    ),
    expression(
      'http-request set-var(txn.trace_state) req.fhdr(b3,-1),field(3,-) if !{ var(txn.trace_id) -m found } { var(txn.trace_parent) -m found }',
    ),
    expression(
      "http-request set-var(txn.trace_state) req.fhdr(b3,-1) if !{ var(txn.trace_id) -m found } { req.fhdr(b3,-1) -m reg '^[01d]$' }",
    ),
    expression(
      'http-request set-var(txn.trace_id) req.fhdr(b3,-1),field(1,-) if !{ var(txn.trace_id) -m found } { var(txn.trace_parent) -m found }',
    ),
  ],
  'X-B3-TraceId': [
    expression(
      "http-request set-var(txn.trace_parent) req.fhdr(X-B3-SpanId,-1) if !{ var(txn.trace_id) -m found } { req.fhdr(X-B3-SpanId,-1) -m reg '^(?!0+$)[0-9a-f]{16}$' } { req.fhdr(X-B3-TraceId,-1) -m reg '^(?!0+$)([0-9a-f]{16}){1,2}$' }",
    ),
    expression(
      "http-request set-var(txn.trace_state) req.fhdr(X-B3-Sampled,-1) if !{ var(txn.trace_id) -m found } { req.fhdr(X-B3-Sampled,-1) -m reg '^[01]$' }",
    ),
    expression(
      'http-request set-var(txn.trace_state) str(d) if !{ var(txn.trace_id) -m found } { req.fhdr(X-B3-Flags,-1) -m str 1 }',
    ),
    expression(
      'http-request set-var(txn.trace_id) req.fhdr(X-B3-TraceId,-1) if !{ var(txn.trace_id) -m found } { var(txn.trace_parent) -m found }',
    ),
  ],
}

/** The parent of the new span: B3 alone tells it. */
const readsParent = expression(
  'http-request set-var(txn.trace_parent) req.fhdr(traceparent,-1),bytes(36,16) if { var(txn.trace_id) -m found }',
)

const begins = [
  expression('http-request set-var(txn.trace_seed) uuid() if !{ var(txn.trace_id) -m found }'),
  expression(
    'http-request set-var-fmt(txn.trace_id) %[var(txn.trace_seed),bytes(0,8)]%[var(txn.trace_seed),bytes(9,4)]%[var(txn.trace_seed),bytes(14,4)]%[var(txn.trace_seed),bytes(19,4)]%[var(txn.trace_seed),bytes(24,12)] if !{ var(txn.trace_id) -m found }',
  ),
]

/** 16 hexadecimal digits that are drawn. */
const span = expression('http-request set-var-fmt(txn.trace_span) %[uuid(),bytes(24,12)]%[uuid(),bytes(9,4)]')

/** A trace that begins here is sampled: members would else record nothing of it, as most are set up. */
const flags = expression('http-request set-var(txn.trace_flags) str(01) if !{ var(txn.trace_flags) -m found }')
const noFlags = expression('http-request set-var(txn.trace_flags) str(00) if { var(txn.trace_state) -m str 0 }')
const statesOfFlags = [
  expression(
    "http-request set-var(txn.trace_state) str(1) if !{ var(txn.trace_state) -m found } { var(txn.trace_flags) -m reg '[13579bdf]$' }",
  ),
  expression('http-request set-var(txn.trace_state) str(0) if !{ var(txn.trace_state) -m found }'),
]

const writesTraceparent = expression(
  'http-request set-header traceparent 00-%[var(txn.trace_id)]-%[var(txn.trace_span)]-%[var(txn.trace_flags)]',
)
const writes: Readonly<Record<Format, readonly Word[]>> = {
  // A trace of B3 may have 64 bits.
  traceparent: [
    joined(' ', writesTraceparent, expression('if { var(txn.trace_id) -m len 32 }')),
    expression(
      'http-request set-header traceparent 00-0000000000000000%[var(txn.trace_id)]-%[var(txn.trace_span)]-%[var(txn.trace_flags)] if { var(txn.trace_id) -m len 16 }',
    ),
  ],
  b3: [
    expression(
      'http-request set-header b3 %[var(txn.trace_id)]-%[var(txn.trace_span)] if !{ var(txn.trace_state) -m found }',
    ),
    expression(
      'http-request set-header b3 %[var(txn.trace_id)]-%[var(txn.trace_span)]-%[var(txn.trace_state)] if { var(txn.trace_state) -m found } !{ var(txn.trace_parent) -m found }',
    ),
    expression(
      'http-request set-header b3 %[var(txn.trace_id)]-%[var(txn.trace_span)]-%[var(txn.trace_state)]-%[var(txn.trace_parent)] if { var(txn.trace_state) -m found } { var(txn.trace_parent) -m found }',
    ),
  ],
  'X-B3-TraceId': [
    expression("http-request del-header '^x-b3-(parentspanid|sampled|flags)$' -m reg"),
    expression('http-request set-header X-B3-TraceId %[var(txn.trace_id)]'),
    expression('http-request set-header X-B3-SpanId %[var(txn.trace_span)]'),
    expression(
      'http-request set-header X-B3-ParentSpanId %[var(txn.trace_parent)] if { var(txn.trace_parent) -m found }',
    ),
    expression(
      'http-request set-header X-B3-Sampled %[var(txn.trace_state)] if { var(txn.trace_state) -m found } !{ var(txn.trace_state) -m str d }',
    ),
    expression('http-request set-header X-B3-Flags 1 if { var(txn.trace_state) -m str d }'),
  ],
}

/** In a backend, of those of these headers that trace. */
export function traceLines(names: readonly InsertHeader[], about: string): Line[] {
  const formats = (Object.keys(reads) as Format[]).filter((one) => names.includes(one))
  if (formats.length === 0) return []
  const [isW3c, isB3] = [formats.includes('traceparent'), formats.some((one) => one !== 'traceparent')]
  const read = formats.flatMap((one) => [...reads[one], ...(one === 'traceparent' && isB3 ? [readsParent] : [])])
  const sampling = isW3c ? [...(isB3 ? [noFlags] : []), flags, ...(isB3 ? statesOfFlags : [])] : []
  const write = isB3 ? formats.flatMap((one) => writes[one]) : [writesTraceparent]
  return [...read, ...begins, span, ...sampling, ...write].map((words) => line(about, words))
}
