'use client'

import { compressionAlgorithms } from 'model/listener/compression'
import { insertHeaderKinds, insertHeaderPurposes, isInserted } from 'model/listener/insert-headers'
import { listenerProtocols } from 'model/listener/protocols'
import { persistenceKinds } from 'model/pool/persistence-kinds'
import { type ComponentType, useId, useState } from 'react'
import {
  AlpnProtocols,
  Authority,
  DefaultCertificate,
  NamedCertificates,
  OwnCertificate,
  RevocationList,
  SeveralOf,
  TlsCiphers,
  TlsVersions,
} from '../certificate/tls-inputs.tsx'
import { ErrorPages, MaintenancePage } from '../listener/page-inputs.tsx'
import { unserved } from '../listener/unserved.ts'
import { Checkbox } from '../ui/checkbox.tsx'
import { Field, FieldSet } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { type Choice, RadioCards } from '../ui/radio-cards.tsx'
import { Select } from '../ui/select.tsx'
import type { InputProps } from './inputs.tsx'
import { isKeyOf, numberFromText, textOf, type Values } from './values.ts'

type SpecialProps = InputProps & { readonly help: string }
type SpecialInput = ComponentType<SpecialProps>

/** "none" where the attribute is null: a select can not have an empty value. */
const none = 'none'

function HeaderSwitches({ field, value, values, error, help, isDisabled, onChange }: SpecialProps) {
  const id = useId()
  const headers = (value ?? {}) as Readonly<Record<string, string>>
  const offered = Object.entries(insertHeaderKinds).filter(
    ([, row]) => row.protocols === 'HTTP' || row.protocols === values['protocol'],
  )
  const groups = Object.entries(insertHeaderPurposes)
    .map(([purpose, label]) => ({ purpose, label, rows: offered.filter(([, row]) => row.purpose === purpose) }))
    .filter(({ rows }) => rows.length > 0)
  const toggle = (name: string, isOn: boolean) => {
    const { [name]: _, ...others } = headers
    onChange(isOn ? { ...others, [name]: 'true' } : others)
  }
  return (
    <FieldSet legend={field.label} help={help} error={error}>
      <div className="grid divide-y rounded-control border">
        {groups.map(({ purpose, label, rows }) => (
          <fieldset key={purpose} className="grid">
            <legend className="float-left w-full bg-sunken px-3 py-1.5 text-caption text-muted">{label}</legend>
            <ul className="grid divide-y">
              {rows.map(([name, row]) => (
                <li key={name}>
                  <label htmlFor={`${id}-${name}`} className="flex cursor-pointer items-start gap-2.5 px-3 py-2">
                    <Checkbox
                      id={`${id}-${name}`}
                      className="mt-0.5"
                      checked={isInserted(headers[name])}
                      disabled={isDisabled}
                      onCheckedChange={(isOn) => toggle(name, isOn === true)}
                    />
                    <span className="grid">
                      <span className="font-mono">{name}</span>
                      <span className="text-caption text-muted">{row.help}</span>
                    </span>
                  </label>
                </li>
              ))}
            </ul>
          </fieldset>
        ))}
      </div>
    </FieldSet>
  )
}

function SessionPersistence({ field, value, values, surroundings, error, help, isDisabled, onChange }: SpecialProps) {
  const persistence = (value ?? null) as Values | null
  const type = isKeyOf(persistenceKinds, persistence?.['type']) ? persistence['type'] : null
  const cookieRefusal = cookieRefusalOf(values, surroundings.listenerProtocol)
  const choices: Choice[] = [
    { value: none, label: 'None', help: 'Every request or connection is balanced anew.' },
    ...Object.entries(persistenceKinds).map(([name, row]) => ({
      value: name,
      label: row.label,
      help: row.help,
      refusal: name === 'SOURCE_IP' ? null : cookieRefusal,
    })),
  ]
  return (
    <FieldSet legend={field.label} help={help} error={error}>
      <RadioCards
        label={field.label}
        value={type ?? none}
        choices={choices}
        columns={2}
        isDisabled={isDisabled}
        onChange={(next) => onChange(next === none ? null : { type: next, cookie_name: null })}
      />
      {type !== null && values['protocol'] === 'UDP' && (
        <DatagramPersistence persistence={persistence ?? {}} isDisabled={isDisabled} onChange={onChange} />
      )}
      {type !== null && persistenceKinds[type].takesCookieName && (
        <Field label="Cookie name" help="The cookie of the application, such as JSESSIONID." className="mt-2">
          {(control) => (
            <Input
              {...control}
              value={textOf(persistence?.['cookie_name'])}
              disabled={isDisabled}
              isMono
              autoComplete="off"
              spellCheck={false}
              onChange={(event) =>
                onChange({ type, cookie_name: event.target.value === '' ? null : event.target.value })
              }
            />
          )}
        </Field>
      )}
    </FieldSet>
  )
}

/** For how long a source is remembered, and how much of its address counts. */
function DatagramPersistence({
  persistence,
  isDisabled,
  onChange,
}: {
  readonly persistence: Values
  readonly isDisabled: boolean
  readonly onChange: (value: unknown) => void
}) {
  return (
    <div className="mt-2 grid gap-3 sm:grid-cols-2">
      <Field label="Remembered for" help="After the last session of a source; 360 s unless given.">
        {(control) => (
          <Input
            {...control}
            value={textOf(persistence['persistence_timeout'])}
            disabled={isDisabled}
            isMono
            inputMode="numeric"
            unit="s"
            placeholder="360"
            onChange={(event) => onChange({ ...persistence, persistence_timeout: numberFromText(event.target.value) })}
          />
        )}
      </Field>
      <Field label="Netmask" help="Sources of one network are one; each address by itself unless given.">
        {(control) => (
          <Input
            {...control}
            value={textOf(persistence['persistence_granularity'])}
            disabled={isDisabled}
            isMono
            placeholder="255.255.255.255"
            autoComplete="off"
            spellCheck={false}
            onChange={(event) =>
              onChange({
                ...persistence,
                persistence_granularity: event.target.value === '' ? null : event.target.value,
              })
            }
          />
        )}
      </Field>
    </div>
  )
}

/** Cookies can be set and read only where the load balancer reads HTTP. */
function cookieRefusalOf(values: Values, listenerProtocol: unknown): string | null {
  const readsHttp = isKeyOf(listenerProtocols, listenerProtocol)
    ? listenerProtocols[listenerProtocol].mode === 'http'
    : values['protocol'] !== 'TCP' && values['protocol'] !== 'HTTPS' && values['protocol'] !== 'UDP'
  return readsHttp ? null : 'Only behind an HTTP listener: cookies are not visible in a stream of bytes.'
}

function TagsInput({ field, value, error, help, isDisabled, onChange }: SpecialProps) {
  const [text, setText] = useState(() => (Array.isArray(value) ? value.join(', ') : ''))
  const change = (next: string) => {
    setText(next)
    onChange(
      next
        .split(',')
        .map((tag) => tag.trim())
        .filter((tag) => tag !== ''),
    )
  }
  return (
    <Field label={field.label} help={`${help} Separate them with commas.`} error={error}>
      {(control) => (
        <Input
          {...control}
          value={text}
          disabled={isDisabled}
          autoComplete="off"
          onChange={(event) => change(event.target.value)}
        />
      )}
    </Field>
  )
}

function DefaultPool({ field, value, values, surroundings, error, help, isDisabled, onChange }: SpecialProps) {
  const protocol = values['protocol']
  const fitting: readonly string[] = isKeyOf(listenerProtocols, protocol) ? listenerProtocols[protocol].pools : []
  const pools = (surroundings.pools ?? []).filter((pool) => fitting.includes(pool.protocol) || pool.id === value)
  const options = [
    { value: none, label: 'None', help: `It ${unserved(protocol) ?? 'serves clients'} until it has a pool.` },
    ...pools.map((pool) => ({ value: pool.id, label: pool.name || pool.id, help: pool.protocol })),
  ]
  return (
    <Field label={field.label} help={help} error={error}>
      {(control) => (
        <Select
          {...control}
          value={textOf(value) || none}
          options={options}
          isDisabled={isDisabled}
          onChange={(next) => onChange(next === none ? null : next)}
        />
      )}
    </Field>
  )
}

function SubnetSelect({ field, value, surroundings, error, help, isDisabled, onChange }: SpecialProps) {
  const options = (surroundings.subnets ?? []).map(({ id, name, cidr }) => ({ value: id, label: `${name}  ${cidr}` }))
  const withNone = field.onCreate === 'required' ? options : [{ value: none, label: 'Any' }, ...options]
  return (
    <Field label={field.label} help={help} error={error}>
      {(control) => (
        <Select
          {...control}
          value={textOf(value) || none}
          options={withNone}
          isDisabled={isDisabled}
          onChange={(next) => onChange(next === none ? null : next)}
        />
      )}
    </Field>
  )
}

function HttpVersion({ field, value, error, help, isDisabled, onChange }: SpecialProps) {
  const options = [
    { value: none, label: 'Default (1.0)' },
    { value: '1', label: '1.0' },
    { value: '1.1', label: '1.1' },
  ]
  return (
    <Field label={field.label} help={help} error={error} className="max-w-48">
      {(control) => (
        <Select
          {...control}
          value={textOf(value) || none}
          options={options}
          isDisabled={isDisabled}
          onChange={(next) => onChange(next === none ? null : Number(next))}
        />
      )}
    </Field>
  )
}

function AddressList({ field, value, help }: SpecialProps) {
  const addresses = ((value ?? []) as readonly Values[]).map((vip) => textOf(vip['ip_address'])).join(', ')
  return (
    <Field label={field.label} help={help}>
      {(control) => <Input {...control} value={addresses} placeholder="None" isMono disabled readOnly />}
    </Field>
  )
}

function CompressionAlgorithms(props: SpecialProps) {
  const rows = Object.entries(compressionAlgorithms).map(([key, label]) => ({ key, label, help: null }))
  return <SeveralOf {...props} rows={rows} defaults={Object.keys(compressionAlgorithms)} />
}

/** Attributes whose input says more than their kind of value could. */
export const specialInputs: Readonly<Record<string, SpecialInput>> = {
  insert_headers: HeaderSwitches,
  compression_algorithms: CompressionAlgorithms,
  error_pages: ErrorPages,
  maintenance_page: MaintenancePage,
  session_persistence: SessionPersistence,
  tags: TagsInput,
  default_pool_id: DefaultPool,
  subnet_id: SubnetSelect,
  vip_subnet_id: SubnetSelect,
  http_version: HttpVersion,
  additional_vips: AddressList,
  default_tls_container_ref: DefaultCertificate,
  sni_container_refs: NamedCertificates,
  client_ca_tls_container_ref: Authority,
  client_crl_container_ref: RevocationList,
  tls_container_ref: OwnCertificate,
  ca_tls_container_ref: Authority,
  crl_container_ref: RevocationList,
  tls_versions: TlsVersions,
  alpn_protocols: AlpnProtocols,
  tls_ciphers: TlsCiphers,
}
