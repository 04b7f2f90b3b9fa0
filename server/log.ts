import { AsyncLocalStorage } from 'node:async_hooks'
import { type Logger, pino } from 'pino'
import { env } from './env.ts'
import { processwide } from './process.ts'

/** The names of what is logged. One search finds where each comes from. */
export const logEvents = {
  started: 'control-plane.started',
  administratorCreated: 'account.administrator.created',
  projectCreated: 'account.project.created',
  projectUpdated: 'account.project.updated',
  projectDeleted: 'account.project.deleted',
  personCreated: 'account.person.created',
  personUpdated: 'account.person.updated',
  personDeleted: 'account.person.deleted',
  passwordChanged: 'account.password.changed',
  roleAssigned: 'account.role.assigned',
  roleUnassigned: 'account.role.unassigned',
  credentialCreated: 'account.credential.created',
  credentialDeleted: 'account.credential.deleted',
  accessKeyCreated: 'account.access-key.created',
  accessKeyDeleted: 'account.access-key.deleted',
  certificateCreated: 'certificate.created',
  certificateDeleted: 'certificate.deleted',
  certificateReplaced: 'certificate.replaced',
  certificateUnreadable: 'certificate.unreadable',
  secretStored: 'secret.stored',
  secretDeleted: 'secret.deleted',
  containerStored: 'container.stored',
  containerDeleted: 'container.deleted',
  orderIssued: 'certificate.order.issued',
  orderRefused: 'certificate.order.refused',
  requestServed: 'http.request.served',
  requestFailed: 'http.request.failed',
  signInRefused: 'account.sign-in.refused',
  changeAccepted: 'change.accepted',
  changeSettled: 'change.settled',
  changeUnanswered: 'change.unanswered',
  engineReported: 'engine.reported',
  samplesRepeated: 'engine.samples.repeated',
  samplesSaved: 'metrics.samples.saved',
  backgroundFailed: 'background.failed',
  streamFailed: 'live.stream.failed',
} as const
export type LogEvent = (typeof logEvents)[keyof typeof logEvents]

type RequestScope = { readonly request_id: string }

/** Which request the code that runs belongs to. */
export function requestScope(): AsyncLocalStorage<RequestScope> {
  return processwide('requests', () => new AsyncLocalStorage<RequestScope>())
}

export function currentRequestId(): string | null {
  return requestScope().getStore()?.request_id ?? null
}

function logger(): Logger {
  return processwide('log', () =>
    pino({
      level: env().logLevel,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      mixin: () => requestScope().getStore() ?? {},
    }),
  )
}

type Details = Readonly<Record<string, unknown>>

export const log = {
  debug: (event: LogEvent, details: Details = {}) => logger().debug(details, event),
  info: (event: LogEvent, details: Details = {}) => logger().info(details, event),
  warn: (event: LogEvent, details: Details = {}) => logger().warn(details, event),
  /** `err` is the name under which pino prints a stack. */
  error: (event: LogEvent, error: unknown, details: Details = {}) => logger().error({ ...details, err: error }, event),
}
