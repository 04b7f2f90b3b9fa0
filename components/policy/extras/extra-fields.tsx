'use client'

import { type Extra, type PolicyActionKind, policyActions } from 'model/l7/policy-actions'
import { plural } from '../../ui/format.ts'
import type { PolicyDraft } from '../draft.ts'
import type { DraftFieldsProps } from '../draft-fields.ts'
import { CorsFields } from './cors-fields.tsx'
import { Fold } from './fold.tsx'
import { InsertedHeaders, RemovedHeaders } from './header-fields.tsx'
import { LimitFields } from './limit-fields.tsx'
import { ResponsePresets } from './response-presets.tsx'
import { RewriteFields } from './rewrite-fields.tsx'

type Section = {
  readonly label: string
  /** The attributes that it holds; it is shown where the action has one of them. */
  readonly attributes: readonly Extra[]
  /** What it does now, in a few words; null while it does nothing. */
  readonly says: (draft: PolicyDraft) => string | null
  readonly Fields: (props: DraftFieldsProps) => React.ReactNode
}

const sections: readonly Section[] = [
  {
    label: 'Rewrite the URL',
    attributes: ['rewrite_url_config'],
    says: ({ rewrite_url_config: rewrite }) => rewrite && `${rewrite.host}${rewrite.path}`,
    Fields: RewriteFields,
  },
  {
    label: 'Request headers',
    attributes: ['insert_headers_config', 'remove_headers_config'],
    says: (draft) => headersText(draft.insert_headers_config.length, draft.remove_headers_config.length),
    Fields: RequestHeaders,
  },
  {
    label: 'Response headers',
    attributes: ['insert_response_headers_config', 'remove_response_headers_config'],
    says: (draft) =>
      headersText(draft.insert_response_headers_config.length, draft.remove_response_headers_config.length),
    Fields: ResponseHeaders,
  },
  {
    label: 'CORS',
    attributes: ['cors_config'],
    says: ({ cors_config: cors }) => cors && (cors.allow_origins.join(', ') || 'no origin yet'),
    Fields: CorsFields,
  },
  {
    label: 'Rate limit',
    attributes: ['traffic_limit_config'],
    says: limitText,
    Fields: LimitFields,
  },
]

/** What a policy does besides, each thing folded until it is used. Of what is stored nothing is hidden. */
export function ExtraFields(props: DraftFieldsProps) {
  const { extras }: PolicyActionKind = policyActions[props.draft.action]
  const own = sections.filter(({ attributes, says }) => {
    // A client that is answered or redirected at once never reaches a member.
    const isSeen = props.draft.action === 'REDIRECT_TO_POOL' || !attributes.includes('insert_headers_config')
    return attributes.some((one) => extras.includes(one)) && (isSeen || says(props.draft) !== null)
  })
  if (own.length === 0) return null
  return (
    <fieldset className="grid min-w-0 gap-1.5">
      <legend className="mb-1.5 font-medium text-body">More</legend>
      <div className="divide-y rounded-surface border">
        {own.map(({ label, attributes, says, Fields }) => {
          const said = says(props.draft)
          const hasError = props.issues.some(({ about }) => attributes.some((one) => about.split('/')[0] === one))
          return (
            <Fold key={label} label={label} summary={said ?? 'Off'} isUsed={said !== null} hasError={hasError}>
              <Fields {...props} />
            </Fold>
          )
        })}
      </div>
    </fieldset>
  )
}

function RequestHeaders(props: DraftFieldsProps) {
  return (
    <>
      <InsertedHeaders {...props} attribute="insert_headers_config" />
      <RemovedHeaders {...props} attribute="remove_headers_config" />
    </>
  )
}

function ResponseHeaders(props: DraftFieldsProps) {
  return (
    <>
      <ResponsePresets {...props} />
      <InsertedHeaders {...props} attribute="insert_response_headers_config" />
      <RemovedHeaders {...props} attribute="remove_response_headers_config" />
    </>
  )
}

function headersText(set: number, removed: number): string | null {
  const words = [...(set === 0 ? [] : [`sets ${set}`]), ...(removed === 0 ? [] : [`removes ${removed}`])]
  return words.length === 0 ? null : words.join(', ')
}

function limitText({ traffic_limit_config: { qps, per_source_ip_qps } }: PolicyDraft): string | null {
  const [all, one] = [Number(qps ?? 0), Number(per_source_ip_qps ?? 0)]
  const words = [
    ...(all === 0 ? [] : [`${plural(all, 'request')} a second`]),
    ...(one === 0 ? [] : [`${one} a client`]),
  ]
  return words.length === 0 ? null : words.join(', ')
}
