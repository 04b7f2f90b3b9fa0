'use client'

import { contentTypes, mostBody } from 'model/l7/policy-configs'
import { messageFor } from '../forms/values.ts'
import { classNames } from '../ui/class-names.ts'
import { Field } from '../ui/field.tsx'
import { count } from '../ui/format.ts'
import { Input } from '../ui/input.tsx'
import { Select } from '../ui/select.tsx'
import { Textarea } from '../ui/textarea.tsx'
import type { AnswerDraft } from './draft.ts'
import type { DraftFieldsProps } from './draft-fields.ts'

/** Where the counter appears: at 80 %. */
const longBody = Math.floor(mostBody * 0.8)

/** What the load balancer answers by itself. */
export function AnswerFields({ draft, issues, onChange, onLeave }: DraftFieldsProps) {
  const answer = draft.fixed_response_config
  const set = (change: Partial<AnswerDraft>) => onChange({ fixed_response_config: { ...answer, ...change } })
  const error = (part: keyof AnswerDraft) => messageFor(issues, `fixed_response_config/${part}`) ?? undefined
  const leave = (part: keyof AnswerDraft) => onLeave(`fixed_response_config/${part}`)
  const { length } = [...answer.message_body]
  return (
    <>
      <div className="grid grid-cols-[7rem_minmax(0,1fr)] items-start gap-3">
        <Field label="Status" help="2xx, 4xx or 5xx." error={error('status_code')} isRequired>
          {(control) => (
            <Input
              {...control}
              isMono
              inputMode="numeric"
              autoComplete="off"
              placeholder="404"
              value={answer.status_code}
              onChange={(event) => set({ status_code: event.target.value.trim() })}
              onBlur={() => leave('status_code')}
            />
          )}
        </Field>
        <Field label="Type" error={error('content_type')}>
          {(control) => (
            <Select
              {...control}
              value={answer.content_type}
              options={contentTypes.map((value) => ({ value, label: value }))}
              onChange={(content_type) => set({ content_type })}
            />
          )}
        </Field>
      </div>
      <Field
        label="Body"
        help="Sent as it is, byte by byte. It may be empty."
        error={error('message_body')}
        aside={
          length >= longBody && (
            <span className={classNames('tabular-nums', length > mostBody && 'text-bad')}>
              {count(length)} of {count(mostBody)}
            </span>
          )
        }
      >
        {(control) => (
          <Textarea
            {...control}
            isMono
            rows={4}
            spellCheck={false}
            value={answer.message_body}
            onChange={(event) => set({ message_body: event.target.value })}
            onBlur={() => leave('message_body')}
          />
        )}
      </Field>
    </>
  )
}
