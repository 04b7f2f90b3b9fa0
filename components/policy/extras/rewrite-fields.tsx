'use client'

import { inherited } from 'model/l7/inherited'
import type { RewriteUrlConfig } from 'model/l7/policy-configs'
import { messageFor } from '../../forms/values.ts'
import { Button } from '../../ui/button.tsx'
import type { PolicyDraft } from '../draft.ts'
import type { DraftFieldsProps } from '../draft-fields.ts'
import { TemplateField } from '../template-field.tsx'

const asAsked: RewriteUrlConfig = { host: inherited.host, path: inherited.path, query: inherited.query }

/** What members are asked for instead. */
export function RewriteFields({ draft, issues, onChange, onLeave }: DraftFieldsProps) {
  const rewrite = draft.rewrite_url_config ?? asAsked
  const set = (change: Partial<RewriteUrlConfig>) => {
    const next = { ...rewrite, ...change }
    onChange({ rewrite_url_config: isAsAsked(next) ? null : next })
  }
  const part = (name: keyof RewriteUrlConfig) => ({
    value: rewrite[name],
    error: messageFor(issues, `rewrite_url_config/${name}`) ?? undefined,
    onChange: (value: string) => set({ [name]: value }),
    onLeave: () => onLeave(`rewrite_url_config/${name}`),
  })
  return (
    <>
      <p className="text-caption text-faint">{groupsHelp(draft)}</p>
      <TemplateField {...part('host')} label="Host for the member" replaced="host" />
      <TemplateField {...part('path')} label="Path for the member" replaced="path" groups />
      <TemplateField {...part('query')} label="Query for the member" inserted={['query']} groups />
      {draft.rewrite_url_config !== null && (
        <div>
          <Button look="link" className="text-caption" onClick={() => onChange({ rewrite_url_config: null })}>
            Leave the URL as it was asked for
          </Button>
        </div>
      )}
    </>
  )
}

function isAsAsked({ host, path, query }: RewriteUrlConfig): boolean {
  return host === asAsked.host && path === asAsked.path && query === asAsked.query
}

/** What $1 to $9 stand for depends on the conditions. */
function groupsHelp({ rules }: PolicyDraft): string {
  const pattern = rules.find(
    ({ type, compare_type, invert }) =>
      type === 'PATH' && !invert && (compare_type === 'REGEX' || compare_type === 'WILDCARD'),
  )
  if (pattern?.compare_type === 'WILDCARD') return '$1 to $9 are what each * of the path condition stands for.'
  if (pattern) return '$1 to $9 are the groups of the path condition: $1 is what its first ( ) found.'
  return 'With a condition “path matches ^/old/(.*)”, or “path is like /old/*”, $1 is what follows /old/.'
}
