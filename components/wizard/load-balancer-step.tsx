'use client'

import { useQuery } from '@tanstack/react-query'
import type { Issue } from 'model/errors'
import { AttributeField } from '../forms/attribute-field.tsx'
import { MoreOptions } from '../forms/more-options.tsx'
import { moreSummary } from '../forms/more-summary.ts'
import { messageFor, textOf, type Values } from '../forms/values.ts'
import { queries } from '../queries.ts'
import { Field, FieldSet } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { RadioCards } from '../ui/radio-cards.tsx'
import { AdditionalVips, type SubnetChoice } from './additional-vips.tsx'
import { OfferPickers } from './offer-pickers.tsx'
import type { Wizard } from './use-wizard.ts'

export type LoadBalancerStepProps = {
  readonly wizard: Wizard
  readonly subnets: readonly SubnetChoice[]
  /** The address that the server would take now; null while it is not known. */
  readonly nextAddress: string | null
}

export function LoadBalancerStep({ wizard, subnets, nextAddress }: LoadBalancerStepProps) {
  const values = wizard.draft.load_balancer
  const { data: flavors = [] } = useQuery(queries.flavors())
  const flavor = flavors.find(({ id }) => id === values['flavor_id'])
  const shared = {
    kind: 'load_balancer',
    values,
    issues: wizard.shown,
    surroundings: { subnets },
    onChange: (patch: Values) => wizard.set('load_balancer', patch),
    onLeave: wizard.leave,
  } as const
  const hasErrorBelow = ['description', 'additional_vips', 'tags', 'flavor_id', 'availability_zone'].some(
    (name) => messageFor(wizard.shown, name) !== null,
  )
  return (
    <div className="grid gap-5">
      <AttributeField {...shared} attribute="name" />
      <AttributeField
        {...shared}
        attribute="vip_subnet_id"
        onChange={(patch) => wizard.set('load_balancer', { ...patch, vip_address: null, additional_vips: [] })}
      />
      <VipAddress {...shared} nextAddress={nextAddress} />
      <AttributeField {...shared} attribute="admin_state_up" />
      <MoreOptions
        summary={moreSummary('load_balancer', { ...values, flavor_id: flavor?.name })}
        hasError={hasErrorBelow}
      >
        <AttributeField {...shared} attribute="description" />
        <AdditionalVips
          values={values}
          subnets={subnets}
          error={messageFor(wizard.shown, 'additional_vips')}
          onChange={(additional_vips) => wizard.set('load_balancer', { additional_vips })}
          onLeave={() => wizard.leave('additional_vips')}
        />
        <AttributeField {...shared} attribute="tags" />
        <OfferPickers wizard={wizard} />
      </MoreOptions>
    </div>
  )
}

type VipAddressProps = {
  readonly values: Values
  readonly issues: readonly Issue[]
  readonly nextAddress: string | null
  readonly onChange: (patch: Values) => void
  readonly onLeave: (attribute: string) => void
}

/** Chosen by the server, or typed. The empty text is "typed, but nothing yet", and the schema says so. */
function VipAddress({ values, issues, nextAddress, onChange, onLeave }: VipAddressProps) {
  const isTyped = values['vip_address'] !== null && values['vip_address'] !== undefined
  const error = messageFor(issues, 'vip_address') ?? undefined
  return (
    <FieldSet legend="VIP address" error={isTyped ? undefined : error}>
      <RadioCards
        label="VIP address"
        value={isTyped ? 'typed' : 'free'}
        columns={2}
        choices={[
          {
            value: 'free',
            label: 'Next free address',
            help: nextAddress ? (
              <span className="font-mono">{nextAddress}</span>
            ) : (
              'Taken from the subnet when it is created.'
            ),
          },
          { value: 'typed', label: 'This address', help: 'An address of the subnet that is not in use.' },
        ]}
        onChange={(choice) => onChange({ vip_address: choice === 'typed' ? (nextAddress ?? '') : null })}
      />
      {isTyped && (
        <Field label="Address" error={error} className="mt-2">
          {(control) => (
            <Input
              {...control}
              isMono
              value={textOf(values['vip_address'])}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => onChange({ vip_address: event.target.value.trim() })}
              onBlur={() => onLeave('vip_address')}
            />
          )}
        </Field>
      )}
    </FieldSet>
  )
}
