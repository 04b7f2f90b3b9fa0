'use client'

import { useQuery } from '@tanstack/react-query'
import { knownDirectories } from 'model/certificate/order'
import { useId } from 'react'
import { queries } from '../queries.ts'
import { Checkbox } from '../ui/checkbox.tsx'
import { Field, FieldError } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { Select } from '../ui/select.tsx'
import { Textarea } from '../ui/textarea.tsx'
import type { CertificateDraft } from './certificate-calls.ts'

/** A select can not have an empty value; this one asks for a URL. */
const another = 'another'

export type OrderFieldsProps = {
  readonly draft: CertificateDraft
  readonly set: (patch: Partial<CertificateDraft>) => void
  readonly errorOf: (field: string) => string | undefined
}

/** What an authority is asked for (ACME), and which load balancer answers that the names are ours. */
export function OrderFields(props: OrderFieldsProps) {
  const { draft, set, errorOf } = props
  return (
    <>
      <Field
        label="Good for"
        help="Host names, one a line: shop.example.com. They have to lead to the load balancer. No wildcards: the authority asks each name over HTTP."
        error={errorOf('acme/server_names')}
        isRequired
      >
        {(control) => (
          <Textarea
            {...control}
            isMono
            rows={3}
            spellCheck={false}
            value={draft.server_names}
            onChange={(event) => set({ server_names: event.target.value })}
          />
        )}
      </Field>
      <LoadBalancerField {...props} />
      <AuthorityField {...props} />
      <Field
        label="Contact"
        help="An e-mail address that the authority may write to; it may stay empty."
        error={errorOf('acme/contact')}
      >
        {(control) => (
          <Input
            {...control}
            type="email"
            autoComplete="email"
            value={draft.contact}
            onChange={(event) => set({ contact: event.target.value })}
          />
        )}
      </Field>
      <Agreement {...props} />
    </>
  )
}

function LoadBalancerField({ draft, set, errorOf }: OrderFieldsProps) {
  const { data = [] } = useQuery(queries.loadBalancers())
  return (
    <Field
      label="Load balancer"
      help="Answers the authority on port 80, now and at each renewal. What else is there goes on; where nothing is, the rest gets 404."
      error={errorOf('acme/loadbalancer_id')}
      isRequired
    >
      {(control) => (
        <Select
          {...control}
          value={draft.loadbalancer_id}
          placeholder={data.length === 0 ? 'There is none yet' : 'Choose a load balancer'}
          options={data.map(({ id, name, vip_address }) => ({ value: id, label: name || id, help: vip_address ?? '' }))}
          onChange={(loadbalancer_id) => set({ loadbalancer_id })}
        />
      )}
    </Field>
  )
}

function AuthorityField({ draft, set, errorOf }: OrderFieldsProps) {
  const isKnown = draft.directory_url in knownDirectories
  const options = Object.entries(knownDirectories).map(([value, { label, help }]) => ({ value, label, help }))
  return (
    <>
      <Field label="Authority" error={isKnown ? errorOf('acme/directory_url') : undefined}>
        {(control) => (
          <Select
            {...control}
            value={isKnown ? draft.directory_url : another}
            options={[...options, { value: another, label: 'Another', help: 'Any that speaks ACME (RFC 8555).' }]}
            onChange={(next) => set({ directory_url: next === another ? 'https://' : next })}
          />
        )}
      </Field>
      {!isKnown && (
        <Field
          label="Directory URL"
          help="Where the authority begins: https://acme.example.com/directory."
          error={errorOf('acme/directory_url')}
          isRequired
        >
          {(control) => (
            <Input
              {...control}
              isMono
              type="url"
              autoComplete="off"
              spellCheck={false}
              value={draft.directory_url}
              onChange={(event) => set({ directory_url: event.target.value })}
            />
          )}
        </Field>
      )}
    </>
  )
}

function Agreement({ draft, set, errorOf }: OrderFieldsProps) {
  const id = useId()
  const error = errorOf('acme/terms_of_service_agreed')
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="flex cursor-pointer items-start gap-2.5">
        <Checkbox
          id={id}
          className="mt-0.5"
          checked={draft.hasAgreed}
          aria-describedby={error ? `${id}-error` : undefined}
          onCheckedChange={(isOn) => set({ hasAgreed: isOn === true })}
        />
        <span>I agree to the authority's terms of service.</span>
      </label>
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </div>
  )
}
