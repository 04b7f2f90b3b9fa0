import type { ErrorCode, Issue, RedTest } from 'model/errors'

/** A request that was refused, or got no answer. `issues` say which attributes it was about. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  /** The HTTP status; 0 when nothing answered. */
  readonly status: number
  readonly code: ErrorCode | 'unreachable' | 'unknown'
  readonly issues: readonly Issue[]
  readonly request_id: string | null

  constructor(
    message: string,
    about: { status: number; code?: ApiError['code']; issues?: readonly Issue[]; request_id?: string | null },
  ) {
    super(message)
    this.status = about.status
    this.code = about.code ?? codeOf(about.status)
    this.issues = about.issues ?? []
    this.request_id = about.request_id ?? null
  }
}

const codes: Readonly<Record<number, ApiError['code']>> = {
  400: 'invalid',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  409: 'conflict',
  501: 'unsupported',
}

function codeOf(status: number): ApiError['code'] {
  if (status === 0) return 'unreachable'
  return codes[status] ?? 'unknown'
}

/** The error that an answer's body tells, in the console's words, in Octavia's or in Neutron's. */
export function errorOf(status: number, body: unknown, request_id: string | null): ApiError {
  const console_ = record(record(body)?.['error'])
  if (typeof console_?.['message'] === 'string') {
    const about = {
      status,
      issues: issuesIn(console_['issues']),
      request_id: textIn(console_, 'request_id') ?? request_id,
    }
    const code = textIn(console_, 'code') as ErrorCode | null
    return new ApiError(console_['message'], code === null ? about : { ...about, code })
  }
  const text = textIn(record(body), 'faultstring') ?? textIn(record(record(body)?.['NeutronError']), 'message')
  if (text === null) return new ApiError(`The control plane answered ${status} and no reason.`, { status, request_id })
  const told = issuesIn(record(body)?.['issues'])
  return new ApiError(text, { status, issues: told.length > 0 ? told : issuesInSentence(text), request_id })
}

/** The requests reached nobody: the control plane is down, or the network is. */
export function unreachable(): ApiError {
  return new ApiError('The control plane does not answer. Traffic is not affected; try again when it is back.', {
    status: 0,
  })
}

// "Invalid input for field/attribute protocol_port. Value: '0'. Value should be greater or equal to 1"
const fieldSentence = /^Invalid input for field\/attribute ([\w/]+)\. Value: '[\s\S]*?'\. ([\s\S]+)$/

function issuesInSentence(text: string): Issue[] {
  const [, about, message] = fieldSentence.exec(text) ?? []
  return about === undefined || message === undefined ? [] : [{ about, message }]
}

function issuesIn(value: unknown): Issue[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((one) => {
    const about = textIn(record(one), 'about')
    const message = textIn(record(one), 'message')
    const red_test = redTestIn(record(one)?.['red_test'])
    return about === null || message === null ? [] : [{ about, message, ...(red_test ? { red_test } : {}) }]
  })
}

function redTestIn(value: unknown): RedTest | null {
  const told = record(value)
  const [name, request, before, after] = ['name', 'request', 'before', 'after'].map((key) => textIn(told, key))
  return name && request && before && after ? { name, request, before, after } : null
}

function record(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined
}

function textIn(value: Readonly<Record<string, unknown>> | undefined, key: string): string | null {
  const text = value?.[key]
  return typeof text === 'string' ? text : null
}
