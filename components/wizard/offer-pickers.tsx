'use client'

import { useQuery } from '@tanstack/react-query'
import { loadBalancer } from 'model/resources/load-balancer'
import { messageFor, type Values } from '../forms/values.ts'
import { queries } from '../queries.ts'
import { Field } from '../ui/field.tsx'
import { type Option, Select } from '../ui/select.tsx'
import type { Wizard } from './use-wizard.ts'

/** "none" where nothing is chosen: a select can not have an empty value. */
const none = 'none'

/** The flavor and the availability zone, where administrators offer any. */
export function OfferPickers({ wizard }: { readonly wizard: Wizard }) {
  const { data: flavors = [] } = useQuery(queries.flavors())
  const { data: zones = [] } = useQuery(queries.availabilityZones())
  return (
    <>
      <Picker
        wizard={wizard}
        attribute="flavor_id"
        options={flavors.map(({ id, name, description }) => ({ value: id, label: name, help: description }))}
      />
      <Picker
        wizard={wizard}
        attribute="availability_zone"
        options={zones.map(({ name, description }) => ({ value: name, label: name, help: description }))}
      />
    </>
  )
}

function Picker({
  wizard,
  attribute,
  options,
}: {
  readonly wizard: Wizard
  readonly attribute: 'flavor_id' | 'availability_zone'
  readonly options: readonly Option[]
}) {
  const { label, help } = loadBalancer.fields[attribute]
  const values: Values = wizard.draft.load_balancer
  const value = values[attribute]
  if (options.length === 0) return null
  return (
    <Field label={label} help={help} error={messageFor(wizard.shown, attribute) ?? undefined}>
      {(control) => (
        <Select
          {...control}
          value={typeof value === 'string' ? value : none}
          options={[{ value: none, label: 'None' }, ...options]}
          onChange={(next) => wizard.set('load_balancer', { [attribute]: next === none ? null : next })}
        />
      )}
    </Field>
  )
}
