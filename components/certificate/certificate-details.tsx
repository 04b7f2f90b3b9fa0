'use client'

import { useQuery } from '@tanstack/react-query'
import { chainEnds } from 'model/certificate/chain-ends'
import { certificateKinds } from 'model/certificate/kinds'
import { certificateReferences } from 'model/certificate/references'
import type { CertificateUse, ShownCertificate } from 'model/resources/certificate'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { links } from '../links.ts'
import { queries } from '../queries.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { count } from '../ui/format.ts'
import { Sheet } from '../ui/sheet.tsx'
import { leftText } from './certificate-words.ts'
import { OrderSection } from './order-section.tsx'

/** Everything that a certificate says, what is wrong with it, and what uses it. */
export function CertificateDetails({
  certificate,
  onClose,
}: {
  readonly certificate: ShownCertificate
  readonly onClose: () => void
}) {
  const { name, subject, server_names, problems, days_left, not_before, not_after } = certificate
  return (
    <Sheet
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
      title={name || subject}
      description={`Ends ${leftText(days_left)}`}
    >
      <div className="grid gap-5">
        {problems.map(({ problem, severity, message }) => (
          <p
            key={problem}
            className={`rounded-control px-3 py-2 ${severity === 'error' ? 'bg-bad-soft text-bad' : 'bg-warn-soft text-warn'}`}
          >
            {message}
          </p>
        ))}
        {certificate.acme !== null && <OrderSection certificate={certificate} order={certificate.acme} />}
        <dl className="grid gap-3">
          <Fact label="Type">{certificateKinds[certificate.kind].label}</Fact>
          {certificate.kind === 'CERTIFICATE' && (
            <Fact label="Good for">{server_names.length === 0 ? 'No name' : server_names.join(', ')}</Fact>
          )}
          {certificate.revoked_count !== null && <Fact label="Revoked">{count(certificate.revoked_count)}</Fact>}
          {certificate.revoked_count === null && <Fact label="Subject">{subject}</Fact>}
          <Fact label="Issuer">{certificate.issuer}</Fact>
          <Fact label="Valid">{`${not_before.slice(0, 10)} to ${not_after.slice(0, 10)}`}</Fact>
          <Fact label={certificate.key_algorithm === null ? 'Signature' : 'Key and signature'}>
            {[certificate.key_algorithm, certificate.signature_algorithm].filter(Boolean).join(', ')}
          </Fact>
          <Fact label="Serial number" isMono>
            {certificate.serial_number}
          </Fact>
          <Fact label="SHA-256" isMono>
            {certificate.fingerprint}
          </Fact>
          <Fact label="ID" isMono>
            <span className="flex items-center gap-1">
              {certificate.id}
              <CopyButton text={certificate.id} what={`the ID of ${name || subject}`} />
            </span>
          </Fact>
        </dl>
        <Chain certificate={certificate} />
        <Uses certificate={certificate} />
        <PemCopy id={certificate.id} name={name || subject} />
      </div>
    </Sheet>
  )
}

function Fact({
  label,
  isMono = false,
  children,
}: {
  readonly label: string
  readonly isMono?: boolean
  readonly children: ReactNode
}) {
  return (
    <div className="grid gap-0.5">
      <dt className="text-caption text-muted">{label}</dt>
      <dd className={isMono ? 'break-all font-mono text-caption' : 'break-words'}>{children}</dd>
    </div>
  )
}

function Chain({ certificate: { kind, chain, chain_end } }: { readonly certificate: ShownCertificate }) {
  const isChain = kind === 'CERTIFICATE'
  if (!isChain && chain.length === 0) return null
  return (
    <section className="grid gap-1">
      <h3 className="font-medium">{isChain ? 'Chain' : 'Others in it'}</h3>
      <ol className="grid gap-1">
        {chain.map((one) => (
          <li key={one.fingerprint} className="break-words">
            {one.subject} <span className="text-caption text-muted">until {one.not_after.slice(0, 10)}</span>
          </li>
        ))}
      </ol>
      {isChain && chain_end !== null && <p className="text-caption text-muted">{chainEnds[chain_end]}</p>}
    </section>
  )
}

function Uses({ certificate: { used_by } }: { readonly certificate: ShownCertificate }) {
  return (
    <section className="grid gap-1">
      <h3 className="font-medium">Used by</h3>
      {used_by.length === 0 && <p className="text-muted">Nothing. It can be deleted.</p>}
      <ul className="grid gap-1">
        {used_by.map((one) => (
          <li key={`${one.id} ${one.attribute}`}>
            <Link
              href={
                one.kind === 'pool'
                  ? links.pool(one.loadbalancer_id, one.id)
                  : links.listener(one.loadbalancer_id, one.id)
              }
              className="underline underline-offset-2"
            >
              {one.name || (one.kind === 'pool' ? 'a pool' : `port ${one.protocol_port}`)}
            </Link>{' '}
            <span className="text-muted">
              of {one.loadbalancer_name || one.loadbalancer_id}, {roleOf(one)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function roleOf({ kind, attribute }: CertificateUse): string {
  const roles: Readonly<Record<string, { readonly role: string }>> = certificateReferences[kind]
  return roles[attribute]?.role ?? attribute
}

/** The chain is public: every client is shown it. */
function PemCopy({ id, name }: { readonly id: string; readonly name: string }) {
  const { data } = useQuery(queries.certificate(id))
  if (!data) return null
  return (
    <section className="flex items-center gap-1 text-muted">
      Everything in it as PEM
      <CopyButton text={data.pem} what={`the PEM of ${name}`} />
    </section>
  )
}
