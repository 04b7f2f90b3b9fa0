'use client'

import { Plus, X } from 'lucide-react'
import { textOf, type Values } from '../forms/values.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { FieldSet } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { Select } from '../ui/select.tsx'

export type SubnetChoice = {
  readonly id: string
  readonly name: string
  readonly cidr: string
  readonly network_id: string
}

/** More addresses of the load balancer: one per subnet of the network that the first one is in. */
export function AdditionalVips({
  values,
  subnets,
  error,
  onChange,
  onLeave,
}: {
  readonly values: Values
  readonly subnets: readonly SubnetChoice[]
  readonly error: string | null
  readonly onChange: (vips: readonly Values[]) => void
  readonly onLeave: () => void
}) {
  const vips = (values['additional_vips'] ?? []) as readonly Values[]
  const network = subnets.find((one) => one.id === values['vip_subnet_id'])?.network_id
  const taken = [values['vip_subnet_id'], ...vips.map((vip) => vip['subnet_id'])]
  const free = subnets.filter((one) => one.network_id === network && !taken.includes(one.id))
  const change = (at: number, patch: Values) =>
    onChange(vips.map((vip, index) => (index === at ? { ...vip, ...patch } : vip)))
  return (
    <FieldSet
      className="col-span-full"
      legend="Additional VIPs"
      help={
        free.length === 0 && vips.length === 0
          ? 'The network of this subnet has no other subnet to take an address from.'
          : 'Every listener answers on all addresses.'
      }
      error={error ?? undefined}
    >
      {vips.map((vip, at) => (
        <div key={textOf(vip['subnet_id'])} className="flex items-center gap-2">
          <Select
            aria-label={`Subnet of additional VIP ${at + 1}`}
            value={textOf(vip['subnet_id'])}
            options={subnets
              .filter((one) => one.id === vip['subnet_id'] || free.includes(one))
              .map((one) => ({ value: one.id, label: `${one.name}  ${one.cidr}` }))}
            onChange={(subnet_id) => change(at, { subnet_id })}
          />
          <Input
            aria-label={`Address of additional VIP ${at + 1}`}
            isMono
            placeholder="Next free address"
            value={textOf(vip['ip_address'])}
            autoComplete="off"
            onChange={(event) =>
              change(at, { ip_address: event.target.value.trim() === '' ? null : event.target.value.trim() })
            }
            onBlur={onLeave}
          />
          <IconButton
            label={`Remove additional VIP ${at + 1}`}
            onClick={() => onChange(vips.filter((_, index) => index !== at))}
          >
            <X aria-hidden />
          </IconButton>
        </div>
      ))}
      {free[0] && (
        <Button
          size="small"
          className="justify-self-start"
          onClick={() => onChange([...vips, { subnet_id: free[0]?.id, ip_address: null }])}
        >
          <Plus aria-hidden />
          Add an address
        </Button>
      )}
    </FieldSet>
  )
}
