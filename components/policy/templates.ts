import { everyPath, redirectPolicy } from 'model/listener/https-redirect'
import type { Listener } from 'model/resources/listener'
import { decidedBy } from './decided.ts'
import { type PolicyDraft, policyDraft, ruleDraft } from './draft.ts'

export type Template = {
  readonly id: string
  readonly label: string
  readonly help: string
  readonly make: () => PolicyDraft
}

/** What people come for, as far as it can be filled in for them. What only they can know is left empty. */
export const templates: readonly Template[] = [
  {
    id: 'host',
    label: 'By host',
    help: 'www2.example.com goes to a pool of its own.',
    make: () => policyDraft({ rules: [ruleDraft()] }),
  },
  {
    id: 'path',
    label: 'By path',
    help: 'Everything under /api goes to a pool of its own.',
    make: () =>
      policyDraft({ name: 'api', rules: [ruleDraft({ type: 'PATH', compare_type: 'STARTS_WITH', value: '/api' })] }),
  },
  {
    id: 'canary',
    label: 'Canary header',
    help: 'Requests with X-Canary: on try the new version.',
    make: () => policyDraft({ name: 'canary', rules: [ruleDraft({ type: 'HEADER', key: 'X-Canary', value: 'on' })] }),
  },
  {
    id: 'mobile',
    label: 'Mobile devices',
    help: 'Told by the User-Agent of phones and tablets.',
    make: () =>
      policyDraft({
        name: 'mobile',
        rules: [
          ruleDraft({ type: 'HEADER', key: 'User-Agent', compare_type: 'REGEX', value: 'Mobi|Android|iPhone|iPad' }),
        ],
      }),
  },
  {
    id: 'language',
    label: 'Language',
    help: 'Browsers that ask for German first.',
    make: () =>
      policyDraft({
        name: 'german',
        rules: [ruleDraft({ type: 'HEADER', key: 'Accept-Language', compare_type: 'REGEX', value: '^de\\b' })],
      }),
  },
  {
    id: 'maintenance',
    label: 'Maintenance page',
    help: 'Everything is sent to one URL, before any other policy.',
    make: () =>
      policyDraft({
        name: 'maintenance',
        action: 'REDIRECT_TO_URL',
        redirect_http_code: 302,
        position: 1,
        rules: [ruleDraft({ type: 'PATH', compare_type: 'STARTS_WITH', value: '/' })],
      }),
  },
  {
    id: 'writes',
    label: 'Reads and writes apart',
    help: 'All that is not GET or HEAD goes to the pool that may write.',
    make: () =>
      policyDraft({
        name: 'writes',
        rules: ['GET', 'HEAD'].map((value) => ruleDraft({ type: 'METHOD', value, invert: true })),
      }),
  },
  {
    id: 'mutations',
    label: 'GraphQL mutations',
    help: 'Operations that begin with “mutation” go to the primary pool. Bodies are waited for.',
    make: () =>
      policyDraft({
        name: 'mutations',
        rules: [
          ruleDraft({ type: 'PATH', compare_type: 'EQUAL_TO', value: '/graphql' }),
          ruleDraft({ type: 'BODY_JSON', key: '$.query', compare_type: 'REGEX', value: '^\\s*mutation\\b' }),
        ],
      }),
  },
  {
    id: 'https',
    label: 'HTTP to HTTPS',
    help: 'The same host, path and query, asked for again with https.',
    make: () =>
      policyDraft({
        ...redirectPolicy({ protocol_port: 443 }),
        rules: [ruleDraft(everyPath)],
      }),
  },
]

/** Those whose policies can stand on the listener. */
export function templatesFor(listener: Pick<Listener, 'protocol'>): readonly Template[] {
  const { ruleTypes, actions } = decidedBy(listener)
  return templates.filter(({ make }) => {
    const { action, rules } = make()
    const isAsked = ruleTypes === null || rules.every((one) => ruleTypes.includes(one.type))
    return isAsked && (actions === null || actions.includes(action))
  })
}
