'use client'

import { useQuery } from '@tanstack/react-query'
import { EllipsisVertical, Plus } from 'lucide-react'
import { certificateKinds } from 'model/certificate/kinds'
import type { ShownCertificate } from 'model/resources/certificate'
import Link from 'next/link'
import { useState } from 'react'
import { usePanel } from '../forms/use-panel.ts'
import { links } from '../links.ts'
import { queries } from '../queries.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { plural } from '../ui/format.ts'
import { Menu, MenuItem } from '../ui/menu.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { operatingIcons, StatusMark } from '../ui/status.tsx'
import { Cell, HeadCell, Row, Table, TableHead } from '../ui/table.tsx'
import { CertificateDetails } from './certificate-details.tsx'
import { DeleteCertificate, RenameCertificate, SaveCertificate } from './certificate-panels.tsx'
import { conditionOf, leftText, scopeText } from './certificate-words.ts'
import { useMayChange } from './order-section.tsx'

type Deed = 'rename' | 'replace' | 'delete'
type Open = { readonly deed: Deed; readonly certificate: ShownCertificate }

const icons = { good: operatingIcons.ONLINE, warn: operatingIcons.DEGRADED, bad: operatingIcons.ERROR } as const

/** The certificates of the project: what they say, how they are doing, and what uses them. */
export function CertificatesPage() {
  const mayChange = useMayChange()
  const panel = usePanel('certificate')
  const [open, setOpen] = useState<Open | null>(null)
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <PageHeader
        title="Certificates"
        description="What listeners show to clients that come over TLS, and the authorities that vouch for clients and members. Private keys are kept under seal and never shown."
        actions={
          mayChange && (
            <Button look="primary" onClick={() => panel.open('new')}>
              <Plus aria-hidden />
              Add certificate
            </Button>
          )
        }
      />
      <Certificates mayChange={mayChange} onOpen={setOpen} onShow={panel.open} />
      {panel.value === 'new' && mayChange && <SaveCertificate replaced={null} onClose={panel.close} />}
      {panel.value !== null && panel.value !== 'new' && <ShownPanel id={panel.value} onClose={panel.close} />}
      {open !== null && <DeedPanel {...open} onClose={() => setOpen(null)} />}
    </div>
  )
}

function ShownPanel({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const { data } = useQuery(queries.certificates())
  const certificate = data?.find((one) => one.id === id)
  return certificate ? <CertificateDetails certificate={certificate} onClose={onClose} /> : null
}

function DeedPanel({
  deed,
  certificate,
  onClose,
}: {
  readonly deed: Deed
  readonly certificate: ShownCertificate
  readonly onClose: () => void
}) {
  if (deed === 'rename') return <RenameCertificate certificate={certificate} onClose={onClose} />
  if (deed === 'replace') return <SaveCertificate replaced={certificate} onClose={onClose} />
  return <DeleteCertificate certificate={certificate} onClose={onClose} />
}

type Opening = {
  readonly mayChange: boolean
  readonly onOpen: (open: Open) => void
  readonly onShow: (id: string) => void
}

function Certificates(opening: Opening) {
  const { data, error, refetch } = useQuery(queries.certificates())
  if (error && !data) {
    return (
      <div className="rounded-surface border bg-surface">
        <ErrorState title="The certificates could not be loaded" error={error} onRetry={refetch} />
      </div>
    )
  }
  if (data?.length === 0) {
    return (
      <div className="rounded-surface border bg-surface">
        <EmptyState title="There is no certificate">
          A listener that terminates HTTPS needs one. Upload what an authority gave you, or have one made that is signed
          by itself, to try it.
        </EmptyState>
      </div>
    )
  }
  return (
    <Table label="Certificates">
      <TableHead>
        <HeadCell>Name</HeadCell>
        <HeadCell>Condition</HeadCell>
        <HeadCell>Type</HeadCell>
        <HeadCell>Good for</HeadCell>
        <HeadCell>Issuer</HeadCell>
        <HeadCell>Key</HeadCell>
        <HeadCell>Ends</HeadCell>
        <HeadCell>Used by</HeadCell>
        <HeadCell>
          <span className="sr-only">Actions</span>
        </HeadCell>
      </TableHead>
      <tbody aria-busy={!data}>
        {data?.map((one) => <CertificateRow key={one.id} certificate={one} {...opening} />) ?? (
          <SkeletonRows columns={8} rows={3} />
        )}
      </tbody>
    </Table>
  )
}

function CertificateRow({
  certificate,
  mayChange,
  onOpen,
  onShow,
}: Opening & { readonly certificate: ShownCertificate }) {
  const { tone, text } = conditionOf(certificate)
  const open = (deed: Deed) => onOpen({ deed, certificate })
  const name = certificate.name || certificate.subject
  return (
    <Row>
      <Cell className="max-w-60 truncate font-medium">
        <Link href={links.certificate(certificate.id)} className="truncate underline-offset-2 hover:underline">
          {name}
        </Link>
      </Cell>
      <Cell className="whitespace-nowrap">
        <StatusMark
          tone={tone}
          icon={icons[tone as keyof typeof icons]}
          label={text}
          hint={certificate.problems.length > 0 ? <Problems certificate={certificate} /> : undefined}
        />
      </Cell>
      <Cell className="whitespace-nowrap text-muted">{certificateKinds[certificate.kind].label}</Cell>
      <Cell className="max-w-60 truncate">
        <span title={certificate.server_names.join(', ')}>{scopeText(certificate)}</span>
      </Cell>
      <Cell className="max-w-52 truncate text-muted">
        <span title={certificate.issuer}>
          {certificate.chain_end === 'SELF_SIGNED' ? 'Itself' : certificate.issuer.replace(/^CN=([^,]+).*/, '$1')}
        </span>
      </Cell>
      <Cell className="whitespace-nowrap text-muted">{certificate.key_algorithm}</Cell>
      <Cell className="whitespace-nowrap">
        <span title={certificate.not_after}>{leftText(certificate.days_left)}</span>
      </Cell>
      <Cell className="whitespace-nowrap text-muted">{usesText(certificate)}</Cell>
      <Cell className="py-0 text-right">
        <Menu
          trigger={
            <IconButton label={`Actions of ${name}`} size="iconSmall">
              <EllipsisVertical aria-hidden />
            </IconButton>
          }
        >
          <MenuItem onSelect={() => onShow(certificate.id)}>Show details</MenuItem>
          {mayChange && (
            <>
              <MenuItem onSelect={() => open('rename')}>Rename</MenuItem>
              <MenuItem onSelect={() => open('replace')}>Replace</MenuItem>
              <MenuItem onSelect={() => open('delete')}>Delete certificate</MenuItem>
            </>
          )}
        </Menu>
      </Cell>
    </Row>
  )
}

function Problems({ certificate }: { readonly certificate: ShownCertificate }) {
  return (
    <ul className="grid max-w-80 gap-1">
      {certificate.problems.map(({ problem, message }) => (
        <li key={problem}>{message}</li>
      ))}
    </ul>
  )
}

function usesText({ used_by }: ShownCertificate): string {
  const parts = (['listener', 'pool'] as const).flatMap((kind) => {
    const count = new Set(used_by.filter((one) => one.kind === kind).map((one) => one.id)).size
    return count === 0 ? [] : plural(count, kind)
  })
  return parts.join(', ') || 'Nothing'
}
