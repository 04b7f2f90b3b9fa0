'use client'

import { type CertificateKind, certificateKinds } from 'model/certificate/kinds'
import type { ShownCertificate } from 'model/resources/certificate'
import { useState } from 'react'
import { CopyAs } from '../forms/copy-as.tsx'
import { DeedSheet } from '../forms/deed-sheet.tsx'
import { useCertificateDeed } from '../forms/use-deed.ts'
import { DestructiveDialog } from '../ui/destructive-dialog.tsx'
import { Field } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { RadioCards } from '../ui/radio-cards.tsx'
import { Textarea } from '../ui/textarea.tsx'
import { toast } from '../ui/toast.tsx'
import {
  type CertificateDraft,
  emptyDraft,
  removeCall,
  renameCall,
  type SourceKind,
  saveCall,
  shownCall,
} from './certificate-calls.ts'
import { FileButton } from './file-button.tsx'
import { OrderFields } from './order-fields.tsx'

type Closing = { readonly onClose: () => void }
type OfCertificate = Closing & { readonly certificate: ShownCertificate }

const sources = [
  { value: 'pem', label: 'PEM', help: 'Text with BEGIN CERTIFICATE: what most authorities and ACME clients give.' },
  {
    value: 'pkcs12',
    label: 'PKCS #12 file',
    help: 'A .p12 or .pfx file with certificate and key, as Windows exports it.',
  },
  {
    value: 'acme',
    label: 'Ordered (ACME)',
    help: "Issued by an authority such as Let's Encrypt, and renewed by itself when a third of its life is left.",
  },
  { value: 'self-signed', label: 'Signed by itself', help: 'Made here, to try things. No client trusts it by itself.' },
] as const

const kinds = (Object.keys(certificateKinds) as CertificateKind[]).map((value) => ({
  value,
  label: certificateKinds[value].label,
  help: certificateKinds[value].help,
}))

/** Stores a certificate, or puts one in the place of another. */
export function SaveCertificate({ replaced, onClose }: Closing & { readonly replaced: ShownCertificate | null }) {
  const { run, isBusy } = useCertificateDeed()
  const [draft, setDraft] = useState<CertificateDraft>({ ...emptyDraft, kind: replaced?.kind ?? emptyDraft.kind })
  const set = (patch: Partial<CertificateDraft>) => setDraft((before) => ({ ...before, ...patch }))
  const id = replaced?.id ?? null
  const name = replaced?.name || replaced?.subject
  const save = async () => {
    const { certificate } = await run<{ certificate: ShownCertificate }>(saveCall(draft, id))
    const added = `${certificateKinds[certificate.kind].label} ${certificate.name} is there`
    const isOrdered = draft.kind === 'CERTIFICATE' && draft.source === 'acme'
    toast.done(isOrdered ? `${certificate.name} is being ordered` : replaced ? `${name} is replaced` : added)
    onClose()
  }
  return (
    <DeedSheet
      title={replaced ? `Replace ${name}` : 'Add certificate'}
      description={replaced ? replacedText(replaced) : 'Private keys are sealed at once and never shown.'}
      action={replaced ? 'Replace certificate' : 'Add certificate'}
      isBusy={isBusy}
      fields={['name', 'certificate', 'private_key', 'passphrase', 'pkcs12', 'self_signed', 'acme']}
      calls={() => [shownCall(draft, id)]}
      onSave={save}
      onClose={onClose}
    >
      {(errorOf) => (
        <>
          {replaced === null && (
            <RadioCards
              label="Type"
              value={draft.kind}
              choices={kinds}
              onChange={(kind: CertificateKind) => set({ kind })}
            />
          )}
          {draft.kind === 'CERTIFICATE' && (
            <RadioCards
              label="Made from"
              value={draft.source}
              choices={sources}
              onChange={(source: SourceKind) => set({ source })}
            />
          )}
          {replaced === null && (
            <Field label="Name" help="For people. Empty: the first name in it." error={errorOf('name')}>
              {(control) => (
                <Input
                  {...control}
                  autoComplete="off"
                  value={draft.name}
                  onChange={(event) => set({ name: event.target.value })}
                />
              )}
            </Field>
          )}
          <SourceFields draft={draft} set={set} errorOf={errorOf} />
        </>
      )}
    </DeedSheet>
  )
}

function replacedText({ kind, used_by }: ShownCertificate): string {
  const users = new Set(used_by.map((one) => one.id)).size
  if (users === 0) return 'Nothing uses it now.'
  if (kind !== 'CERTIFICATE') return 'It holds for new connections at once. Open connections go on.'
  return `${users} ${users === 1 ? 'listener or pool uses' : 'listeners and pools use'} the new one at once. Open connections go on.`
}

const textWords = {
  AUTHORITY: {
    label: 'Certificates of authorities',
    help: 'As PEM: the root, and those between it and the certificates that it vouches for. No private key.',
    blockLabel: 'CERTIFICATE',
  },
  REVOCATION_LIST: {
    label: 'Revocation lists',
    help: 'As PEM: where a chain has several authorities, a list of each.',
    blockLabel: 'X509 CRL',
  },
} as const

type SourceProps = {
  readonly draft: CertificateDraft
  readonly set: (patch: Partial<CertificateDraft>) => void
  readonly errorOf: (field: string) => string | undefined
}

function SourceFields({ draft, set, errorOf }: SourceProps) {
  if (draft.kind !== 'CERTIFICATE') {
    return (
      <PemField
        {...textWords[draft.kind]}
        text={draft.certificate}
        error={errorOf('certificate')}
        onChange={(certificate) => set({ certificate })}
      />
    )
  }
  if (draft.source === 'acme') return <OrderFields draft={draft} set={set} errorOf={errorOf} />
  if (draft.source === 'self-signed') return <SelfSignedFields draft={draft} set={set} errorOf={errorOf} />
  return (
    <>
      {draft.source === 'pem' ? (
        <>
          <PemField
            label="Certificate and chain"
            help="In any order. The private key may stand among them."
            text={draft.certificate}
            error={errorOf('certificate')}
            onChange={(certificate) => set({ certificate })}
          />
          <PemField
            label="Private key"
            help="Empty when it stands above."
            text={draft.private_key}
            error={errorOf('private_key')}
            onChange={(private_key) => set({ private_key })}
          />
        </>
      ) : (
        <Field label="File" help="With the certificate and its private key." error={errorOf('pkcs12')}>
          {(control) => (
            <FileButton
              {...control}
              accept=".p12,.pfx,application/x-pkcs12"
              reads="base64"
              onRead={(pkcs12) => set({ pkcs12 })}
            />
          )}
        </Field>
      )}
      <Field
        label="Passphrase"
        help="Of the private key or the file; empty when it has none."
        error={errorOf('passphrase')}
      >
        {(control) => (
          <Input
            {...control}
            type="password"
            autoComplete="off"
            value={draft.passphrase}
            onChange={(event) => set({ passphrase: event.target.value })}
          />
        )}
      </Field>
    </>
  )
}

function SelfSignedFields({ draft, set, errorOf }: SourceProps) {
  return (
    <>
      <Field
        label="Good for"
        help="Host names or addresses, one a line: shop.example.com, *.example.com, 127.10.0.2."
        error={errorOf('self_signed')}
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
      <Field label="Valid for" help="From now, 1 to 3,650 days.">
        {(control) => (
          <Input
            {...control}
            isMono
            inputMode="numeric"
            unit="days"
            value={draft.days}
            onChange={(event) => set({ days: event.target.value })}
          />
        )}
      </Field>
    </>
  )
}

function PemField({
  label,
  help,
  text,
  error,
  blockLabel,
  onChange,
}: {
  readonly label: string
  readonly help: string
  /** What a file that is no PEM is taken for; nothing where it would be a guess. */
  readonly blockLabel?: string
  readonly text: string
  readonly error: string | undefined
  readonly onChange: (text: string) => void
}) {
  return (
    <div className="grid gap-1">
      <Field label={label} help={help} error={error}>
        {(control) => (
          <Textarea
            {...control}
            isMono
            rows={5}
            spellCheck={false}
            autoComplete="off"
            placeholder="-----BEGIN ..."
            value={text}
            onChange={(event) => onChange(event.target.value)}
          />
        )}
      </Field>
      <FileButton
        aria-label={`${label} from a file`}
        accept=".pem,.crt,.cer,.crl,.der,.key,.txt"
        reads="text"
        {...(blockLabel === undefined ? {} : { blockLabel })}
        onRead={onChange}
      />
    </div>
  )
}

export function RenameCertificate({ certificate, onClose }: OfCertificate) {
  const { run, isBusy } = useCertificateDeed()
  const [name, setName] = useState(certificate.name)
  const call = () => renameCall(certificate.id, name.trim())
  const save = async () => {
    await run(call())
    onClose()
  }
  return (
    <DeedSheet
      title={`Rename ${certificate.name || certificate.subject}`}
      description="Names are for people: nothing else changes."
      action="Save name"
      isBusy={isBusy}
      fields={['name']}
      calls={() => [call()]}
      onSave={save}
      onClose={onClose}
    >
      {(errorOf) => (
        <Field label="Name" error={errorOf('name')}>
          {(control) => (
            <Input {...control} autoComplete="off" value={name} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
      )}
    </DeedSheet>
  )
}

export function DeleteCertificate({ certificate, onClose }: OfCertificate) {
  const { run } = useCertificateDeed()
  const name = certificate.name || certificate.subject
  const call = removeCall(certificate.id)
  return (
    <DestructiveDialog
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
      title={`Delete ${name}?`}
      description={`${certificate.kind === 'CERTIFICATE' ? 'Its private key goes with it. ' : ''}What a listener or pool uses stays.`}
      aside={<CopyAs calls={() => [call]} />}
      action="Delete certificate"
      onConfirm={async () => {
        await run(call)
        toast.done(`Certificate ${name} is deleted`)
      }}
    />
  )
}
