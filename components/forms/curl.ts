import { shellLines, shellWord } from './shell.ts'

export type ApiCall = {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** From the root of the console: `/load-balancer/v2/lbaas/...`. */
  readonly path: string
  readonly body?: unknown
}

/** The call as a curl command, with the token in `$OS_TOKEN`. `-f` makes a refusal fail the command, with its text shown. */
export function curlCommand(call: ApiCall, origin: string): string {
  const head = `curl --fail-with-body -sS -X ${call.method} ${shellWord(`${origin}${call.path}`)}`
  const token = '-H "X-Auth-Token: $OS_TOKEN"'
  if (call.body === undefined) return shellLines([head, token])
  return shellLines([
    head,
    token,
    "-H 'Content-Type: application/json'",
    `-d ${shellWord(JSON.stringify(call.body, null, 2))}`,
  ])
}

/** How `$OS_TOKEN` is filled: said once, above the commands. */
export function tokenCommand(origin: string, person: { readonly user: string; readonly project: string }): string {
  const body = {
    auth: {
      identity: {
        methods: ['password'],
        password: { user: { name: person.user, domain: { id: 'default' }, password: 'PASSWORD' } },
      },
      scope: { project: { name: person.project, domain: { id: 'default' } } },
    },
  }
  const call = shellLines([
    `curl -sS -D - -o /dev/null ${shellWord(`${origin}/identity/v3/auth/tokens`)}`,
    "-H 'Content-Type: application/json'",
    `-d ${shellWord(JSON.stringify(body))}`,
  ])
  return `OS_TOKEN=$(${call} | awk 'tolower($1) == "x-subject-token:" { print $2 }' | tr -d '\\r')`
}
