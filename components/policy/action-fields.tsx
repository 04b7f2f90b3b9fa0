'use client'

import { askedHost } from 'model/l7/asked-host'
import { type PolicyAction, type PolicyActionKind, policyActions, redirectCodes } from 'model/l7/policy-actions'
import { messageFor } from '../forms/values.ts'
import { Field, FieldSet } from '../ui/field.tsx'
import { RadioCards } from '../ui/radio-cards.tsx'
import { Select } from '../ui/select.tsx'
import { AnswerFields } from './answer-fields.tsx'
import { decidedBy } from './decided.ts'
import type { PolicyDraft } from './draft.ts'
import type { DraftFieldsProps } from './draft-fields.ts'
import { ListenerField, redirectRefusal } from './listener-field.tsx'
import { PoolFields } from './pool-fields.tsx'
import { TextField } from './text-field.tsx'
import { UrlFields } from './url-fields.tsx'

const choices = Object.entries(policyActions).map(([value, { label, help }]) => ({
  value: value as PolicyAction,
  label,
  help,
}))

/** What is done with the requests, and what that needs to know. */
export function ActionFields(props: DraftFieldsProps) {
  const { graph, listener, draft, issues, onChange } = props
  const { actions, helps } = decidedBy(listener)
  const offered = choices.filter(({ value }) => actions === null || actions.includes(value) || value === draft.action)
  const { redirects }: PolicyActionKind = policyActions[draft.action]
  const hasParts = draft.action === 'REDIRECT_TO_URL' && draft.redirect_url_config !== null
  return (
    <>
      <FieldSet legend="Action" error={messageFor(issues, 'action') ?? undefined}>
        <RadioCards
          label="Action"
          value={draft.action}
          choices={offered.map((one) => ({
            ...one,
            help: helps[one.value] ?? one.help,
            refusal:
              one.value === 'REDIRECT_TO_LISTENER' && draft.action !== one.value
                ? redirectRefusal(graph, listener)
                : null,
          }))}
          columns={2}
          onChange={(action) => onChange({ action })}
        />
      </FieldSet>
      {draft.action === 'REDIRECT_TO_POOL' && <PoolFields {...props} />}
      {draft.action === 'REDIRECT_TO_URL' && <UrlFields {...props} />}
      {draft.action === 'REDIRECT_TO_LISTENER' && <ListenerField {...props} />}
      {draft.action === 'FIXED_RESPONSE' && <AnswerFields {...props} />}
      {draft.action === 'REDIRECT_PREFIX' && (
        <TextField
          {...props}
          attribute="redirect_prefix"
          label="Prefix"
          help={`The path and the query of the request follow it: /cart?id=1 becomes https://www.example.com/cart?id=1. ${askedHost} is the host that the client asked for.`}
          example="https://www.example.com"
        />
      )}
      {redirects && !hasParts && (
        <Field label="Code" help={redirectCodes[draft.redirect_http_code]}>
          {(control) => (
            <Select
              {...control}
              className="max-w-32"
              value={String(draft.redirect_http_code)}
              options={Object.entries(redirectCodes).map(([value, help]) => ({ value, label: value, help }))}
              onChange={(code) => onChange({ redirect_http_code: Number(code) as PolicyDraft['redirect_http_code'] })}
            />
          )}
        </Field>
      )}
    </>
  )
}
