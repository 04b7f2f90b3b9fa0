'use client'

import { useQuery } from '@tanstack/react-query'
import { type CertificateKind, certificateKinds } from 'model/certificate/kinds'
import { certificateIdOf } from 'model/certificate/reference'
import { alpnProtocols, cipherHalves, defaultTls, tlsVersions } from 'model/listener/tls'
import type { ShownCertificate } from 'model/resources/certificate'
import Link from 'next/link'
import { type ReactNode, useId } from 'react'
import type { InputProps } from '../forms/inputs.tsx'
import { textOf } from '../forms/values.ts'
import { links } from '../links.ts'
import { queries } from '../queries.ts'
import { Checkbox } from '../ui/checkbox.tsx'
import { Field, FieldSet } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { Select } from '../ui/select.tsx'
import { leftText, scopeText } from './certificate-words.ts'

type SpecialProps = InputProps & { readonly help: string }

/** "none" where the attribute is null: a select can not have an empty value. */
const none = 'none'

/** The certificate for clients that ask for no name, or for one that no other certificate has. */
export function DefaultCertificate({ field, value, error, isDisabled, onChange }: SpecialProps) {
  const data = useCertificatesOf('CERTIFICATE')
  const chosen = certificateIdOf(textOf(value))
  return (
    <Field
      label={field.label}
      error={error}
      help={
        <>
          Clients get it when they ask for no other.{' '}
          <Link href={links.certificates()} className="underline underline-offset-2">
            Add certificate
          </Link>
        </>
      }
    >
      {(control) => (
        <Select
          {...control}
          value={chosen ?? none}
          isDisabled={isDisabled}
          options={[{ value: none, label: data.length === 0 ? 'There is none yet' : 'None' }, ...data.map(optionOf)]}
          onChange={(next) => onChange(next === none ? null : next)}
        />
      )}
    </Field>
  )
}

/** The project's, of one kind. */
function useCertificatesOf(kind: CertificateKind): readonly ShownCertificate[] {
  const { data = [] } = useQuery(queries.certificates())
  return data.filter((one) => one.kind === kind)
}

function optionOf(one: ShownCertificate) {
  const scope = scopeText(one)
  return { value: one.id, label: one.name || scope, help: `${scope} · ends ${leftText(one.days_left)}` }
}

/** Who vouches, of what is kept on the Certificates page. */
export function Authority(props: SpecialProps) {
  return <OneOf {...props} kind="AUTHORITY" />
}

/** What is shown to members. */
export function OwnCertificate(props: SpecialProps) {
  return <OneOf {...props} kind="CERTIFICATE" />
}

export function RevocationList(props: SpecialProps) {
  return <OneOf {...props} kind="REVOCATION_LIST" />
}

function OneOf({
  kind,
  field,
  value,
  error,
  help,
  isDisabled,
  onChange,
}: SpecialProps & { readonly kind: CertificateKind }) {
  const data = useCertificatesOf(kind)
  const { label } = certificateKinds[kind]
  return (
    <Field
      label={field.label}
      error={error}
      help={
        <>
          {help}{' '}
          <Link href={links.certificates()} className="underline underline-offset-2">
            Add {label.toLowerCase()}
          </Link>
        </>
      }
    >
      {(control) => (
        <Select
          {...control}
          value={certificateIdOf(textOf(value)) ?? none}
          isDisabled={isDisabled}
          options={[{ value: none, label: data.length === 0 ? 'There is none yet' : 'None' }, ...data.map(optionOf)]}
          onChange={(next) => onChange(next === none ? null : next)}
        />
      )}
    </Field>
  )
}

export function NamedCertificates({ field, value, values, error, help, isDisabled, onChange }: SpecialProps) {
  const data = useCertificatesOf('CERTIFICATE')
  const chosen = ((value ?? []) as readonly string[]).map((one) => certificateIdOf(one) ?? one)
  const first = certificateIdOf(textOf(values['default_tls_container_ref']))
  return (
    <Checks
      legend={field.label}
      help={help}
      error={error}
      isDisabled={isDisabled}
      chosen={chosen}
      rows={data.filter(({ id }) => id !== first).map((one) => ({ ...optionOf(one), key: one.id }))}
      none="There is no other certificate."
      onChange={onChange}
    />
  )
}

export function TlsVersions(props: SpecialProps) {
  const rows = Object.entries(tlsVersions)
    .filter(([, { refusal }]) => refusal === null)
    .map(([key, { label, weakness }]) => ({ key, label, help: weakness && `Weak: ${weakness}.` }))
  return <SeveralOf {...props} rows={rows} defaults={defaultTls.versions} />
}

export function AlpnProtocols(props: SpecialProps) {
  const rows = Object.entries(alpnProtocols).map(([key, label]) => ({ key, label, help: null }))
  return <SeveralOf {...props} rows={rows} defaults={defaultTls.alpn} />
}

/** Several of a closed set; where nobody chose, the defaults are. */
export function SeveralOf({
  field,
  value,
  error,
  help,
  isDisabled,
  onChange,
  rows,
  defaults,
}: SpecialProps & { readonly rows: readonly CheckRow[]; readonly defaults: readonly string[] }) {
  const given = (value ?? []) as readonly string[]
  return (
    <Checks
      legend={field.label}
      help={help}
      error={error}
      isDisabled={isDisabled}
      chosen={given.length === 0 ? defaults : given}
      rows={rows}
      onChange={onChange}
    />
  )
}

type CheckRow = { readonly key: string; readonly label: string; readonly help: ReactNode }

/** Several of a few. Keys keep the order of the rows. */
function Checks({
  legend,
  help,
  error,
  isDisabled,
  chosen,
  rows,
  none: nothing,
  onChange,
}: {
  readonly legend: string
  readonly help: string
  readonly error: string | undefined
  readonly isDisabled: boolean
  readonly chosen: readonly string[]
  readonly rows: readonly CheckRow[]
  readonly none?: string
  readonly onChange: (value: string[]) => void
}) {
  const id = useId()
  const toggle = (key: string, isOn: boolean) =>
    onChange(rows.map((row) => row.key).filter((one) => (one === key ? isOn : chosen.includes(one))))
  return (
    <FieldSet legend={legend} help={help} error={error}>
      {rows.length === 0 && <p className="text-caption text-muted">{nothing}</p>}
      {rows.length > 0 && (
        <ul className="grid max-h-72 divide-y overflow-y-auto rounded-control border">
          {rows.map((row) => (
            <li key={row.key}>
              <label htmlFor={`${id}-${row.key}`} className="flex cursor-pointer items-start gap-2.5 px-3 py-2">
                <Checkbox
                  id={`${id}-${row.key}`}
                  className="mt-0.5"
                  checked={chosen.includes(row.key)}
                  disabled={isDisabled}
                  onCheckedChange={(isOn) => toggle(row.key, isOn === true)}
                />
                <span className="grid">
                  <span>{row.label}</span>
                  {row.help && <span className="text-caption text-muted">{row.help}</span>}
                </span>
              </label>
            </li>
          ))}
        </ul>
      )}
    </FieldSet>
  )
}

/** What most people choose; anything else is typed. */
const presets = {
  usual: {
    label: 'Modern',
    help: 'AEAD ciphers with forward secrecy: every client of the last ten years.',
    list: defaultTls.ciphers,
  },
  intermediate: {
    label: 'Intermediate',
    help: 'Also CBC ciphers with forward secrecy, for clients that are older.',
    list: `${defaultTls.ciphers}:ECDHE-ECDSA-AES128-SHA256:ECDHE-RSA-AES128-SHA256:ECDHE-ECDSA-AES128-SHA:ECDHE-RSA-AES128-SHA:ECDHE-ECDSA-AES256-SHA384:ECDHE-RSA-AES256-SHA384`,
  },
} as const
const own = 'own'
const weakCiphers = /(^|:)(?!!|-)([^:]*(RC4|3DES|DES-CBC|NULL|EXPORT|EXP-|aNULL|eNULL|MD5|LOW|ALL|SECLEVEL=0)[^:]*)/i

export function TlsCiphers({ field, value, error, help, isDisabled, onChange }: SpecialProps) {
  const text = textOf(value)
  const known = Object.entries(presets).find(([, { list }]) => list === (text || defaultTls.ciphers))?.[0] ?? own
  const weak = weakCiphers.exec(text)?.[2]
  const without13 = text !== '' && cipherHalves(text).from13 === ''
  return (
    <Field
      label={field.label}
      error={error}
      help={
        weak
          ? `Weak: ${weak} can be broken or proves nothing. ${help}`
          : without13
            ? `${help} TLS 1.3 keeps its own.`
            : help
      }
    >
      {(control) => (
        <div className="grid gap-2">
          <Select
            {...control}
            value={known}
            isDisabled={isDisabled}
            options={[
              ...Object.entries(presets).map(([key, one]) => ({ value: key, label: one.label, help: one.help })),
              { value: own, label: 'Another list', help: 'Names of OpenSSL, separated by colons.' },
            ]}
            onChange={(next) => {
              if (next === 'usual') onChange(null)
              else onChange(next === own ? `${text || defaultTls.ciphers}:` : presets.intermediate.list)
            }}
          />
          {known === own && (
            <Input
              aria-label="Cipher list"
              isMono
              spellCheck={false}
              autoComplete="off"
              disabled={isDisabled}
              value={text}
              onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
            />
          )}
        </div>
      )}
    </Field>
  )
}
