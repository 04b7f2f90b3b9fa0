import type { MemberHealth } from 'model/resources/member'
import { milliseconds } from '../ui/format.ts'

/** HAProxy's names of check results (management guide, "show stat", check_status) in words. */
const results: Readonly<Record<string, string>> = {
  INI: 'Not checked yet',
  SOCKERR: 'Socket error',
  L4OK: 'Connected',
  L4TOUT: 'No answer to the connection',
  L4CON: 'Connection refused or no route',
  UDPOK: 'Takes datagrams',
  UDPCON: 'Nobody listens on the port',
  L6OK: 'TLS handshake done',
  L6TOUT: 'No answer in the TLS handshake',
  L6RSP: 'TLS handshake failed',
  L7OK: 'Passed',
  L7OKC: 'Passed, conditionally',
  L7TOUT: 'No response in time',
  L7RSP: 'Response can not be read',
  L7STS: 'Unexpected code',
}

/** What the last check said, in a few words: "Passed, 200 · 3 ms". */
export function checkText(health: MemberHealth): string {
  const name = health.check_status?.replace(/^\* /, '') ?? null
  const result = name === null ? stateWords[health.state] : (results[name] ?? health.reason ?? name)
  const withCode = health.check_code === null ? result : `${result}, ${health.check_code}`
  return health.check_duration_ms === null ? withCode : `${withCode} · ${milliseconds(health.check_duration_ms)}`
}

const stateWords: Readonly<Record<MemberHealth['state'], string>> = {
  UP: 'Up',
  DOWN: 'Down',
  CHECKING: 'Waiting for the first check',
  UNCHECKED: 'Not checked',
  MAINT: 'Off',
}
