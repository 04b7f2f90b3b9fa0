'use client'

import { X } from 'lucide-react'
import type { Issue } from 'model/errors'
import { messageFor, numberFromText, textOf, type Values } from '../forms/values.ts'
import { IconButton } from '../ui/button.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { FieldError } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { Cell, HeadCell, Row, Table, TableHead } from '../ui/table.tsx'
import { ConnectionTest } from './connection-test.tsx'

export type EditedMember = { readonly key: number; readonly values: Values }

export type MemberEditorProps = {
  readonly rows: readonly EditedMember[]
  /** `about` is `{row key}/{attribute}`. */
  readonly issues: readonly Issue[]
  readonly hasMonitorColumns: boolean
  /** Whether a connection to one can be tried: members that take datagrams take none. */
  readonly takesConnections: boolean
  /** The row that was just added: the cursor goes to its address. */
  readonly newKey: number | null
  readonly onChange: (key: number, patch: Values) => void
  readonly onLeave: (about: string) => void
  readonly onRemove: (key: number) => void
  /** Enter in the last row asks for one more. */
  readonly onAdd: () => void
}

/** Members as a table to type into. */
export function MemberEditor(props: MemberEditorProps) {
  const { rows, hasMonitorColumns, takesConnections } = props
  return (
    <Table label="Members">
      <TableHead>
        <HeadCell>Name</HeadCell>
        <HeadCell className="px-1.5">Address</HeadCell>
        <HeadCell className="px-1.5">Port</HeadCell>
        <HeadCell className="px-1.5">Weight</HeadCell>
        <HeadCell>Backup</HeadCell>
        {hasMonitorColumns && <HeadCell className="px-1.5">Monitor address</HeadCell>}
        {hasMonitorColumns && <HeadCell className="px-1.5">Monitor port</HeadCell>}
        {takesConnections && <HeadCell>Connection</HeadCell>}
        <HeadCell>
          <span className="sr-only">Remove</span>
        </HeadCell>
      </TableHead>
      <tbody>
        {rows.map((row, at) => (
          <MemberRow key={row.key} {...props} row={row} number={at + 1} />
        ))}
      </tbody>
    </Table>
  )
}

type RowProps = MemberEditorProps & { readonly row: EditedMember; readonly number: number }

function MemberRow(props: RowProps) {
  const { row, number, hasMonitorColumns, takesConnections, onChange, onRemove } = props
  const { values } = row
  const port = values['protocol_port']
  return (
    <Row className="align-top hover:bg-transparent">
      <MemberCell {...props} attribute="name" label="Name" className="min-w-28" placeholder="Optional" />
      <MemberCell {...props} attribute="address" label="Address" className="min-w-36" placeholder="10.0.0.4" isMono />
      <MemberCell
        {...props}
        attribute="protocol_port"
        label="Port"
        className="w-20"
        placeholder="80"
        isNumeric
        isMono
      />
      <MemberCell {...props} attribute="weight" label="Weight" className="w-16" isNumeric isMono />
      <Cell className="py-2.5">
        <Checkbox
          aria-label={`Backup, member ${number}`}
          className="mt-1.5"
          checked={values['backup'] === true}
          onCheckedChange={(isOn) => onChange(row.key, { backup: isOn === true })}
        />
      </Cell>
      {hasMonitorColumns && (
        <MemberCell
          {...props}
          attribute="monitor_address"
          label="Monitor address"
          className="min-w-36"
          placeholder="Same"
          isMono
        />
      )}
      {hasMonitorColumns && (
        <MemberCell
          {...props}
          attribute="monitor_port"
          label="Monitor port"
          className="w-20"
          placeholder="Same"
          isNumeric
          isMono
        />
      )}
      {takesConnections && (
        <Cell className="py-2.5">
          <ConnectionTest
            address={textOf(values['address']).trim()}
            port={typeof port === 'number' ? port : null}
            what={`member ${number}`}
          />
        </Cell>
      )}
      <Cell className="py-2">
        <IconButton label={`Remove member ${number}`} onClick={() => onRemove(row.key)}>
          <X aria-hidden />
        </IconButton>
      </Cell>
    </Row>
  )
}

type CellProps = RowProps & {
  readonly attribute: string
  readonly label: string
  readonly placeholder?: string
  readonly isNumeric?: boolean
  readonly isMono?: boolean
  readonly className?: string
}

function MemberCell({
  attribute,
  label,
  placeholder,
  isNumeric = false,
  isMono = false,
  className,
  row,
  number,
  issues,
  newKey,
  onChange,
  onLeave,
  onAdd,
}: CellProps) {
  const about = `${row.key}/${attribute}`
  const error = messageFor(issues, about)
  const errorId = `member-${row.key}-${attribute}-error`
  const valueFrom = (text: string) =>
    isNumeric ? numberFromText(text) : text === '' && attribute !== 'name' ? null : text
  return (
    <Cell className="px-1.5 py-2 first:pl-3">
      <Input
        aria-label={`${label}, member ${number}`}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? errorId : undefined}
        className={className}
        isMono={isMono}
        inputMode={isNumeric ? 'numeric' : undefined}
        placeholder={placeholder}
        autoComplete="off"
        spellCheck={false}
        autoFocus={row.key === newKey && attribute === 'address'}
        value={textOf(row.values[attribute])}
        onChange={(event) => onChange(row.key, { [attribute]: valueFrom(event.target.value) })}
        onBlur={() => onLeave(about)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          event.preventDefault()
          onAdd()
        }}
      />
      {error && (
        <div className="mt-1 max-w-44 whitespace-normal">
          <FieldError id={errorId}>{error}</FieldError>
        </div>
      )}
    </Cell>
  )
}
