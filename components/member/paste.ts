import type { Issue } from 'model/errors'
import { canonicalAddress, isAddress } from 'model/kit/addresses'
import { createIssues, placeholderId } from '../forms/declared.ts'
import { numberFromText, type Values } from '../forms/values.ts'

/** One member as pasted, and the line that it stands on. */
export type PastedMember = { readonly line: number; readonly values: Values }
export type PasteProblem = { readonly line: number; readonly text: string; readonly message: string }
export type Pasted = { readonly members: readonly PastedMember[]; readonly problems: readonly PasteProblem[] }

/** The most lines read at once; far beyond what a pool is for, and far below what a page can hold. */
const mostLines = 5_000

const columns = ['name', 'address', 'port', 'weight', 'backup', 'monitor_address', 'monitor_port'] as const
type Column = (typeof columns)[number] | 'ignored'

/** What people call the columns of their sheets. */
const columnNames: Readonly<Record<string, Column>> = {
  name: 'name',
  address: 'address',
  ip: 'address',
  ip_address: 'address',
  host: 'address',
  port: 'port',
  protocol_port: 'port',
  weight: 'weight',
  backup: 'backup',
  monitor_address: 'monitor_address',
  monitor_port: 'monitor_port',
}

/**
 * Reads members from text: one a line as `10.0.0.4:80 weight 3`, `[fd00::1]:80 backup` or `10.0.0.4 80`, or as a table with
 * commas, semicolons or tabs, with or without a line of column names. `#` begins a comment. Every line that can't be read says why.
 */
export function parseMembers(text: string, existing: readonly Values[] = []): Pasted {
  const lines = text
    .split(/\r\n|\r|\n/)
    .map((raw, at) => ({ line: at + 1, text: withoutComment(raw) }))
    .filter((one) => one.text !== '')
  const read = lines.slice(0, mostLines)
  const header = headerOf(read[0]?.text ?? '')
  const rows = (header === null ? read : read.slice(1)).map((one) => ({ ...one, ...readLine(one.text, header) }))
  const cut = lines[mostLines]
  const tooMany = cut ? [{ ...cut, message: `Only ${mostLines} lines are read at once.` }] : []
  return sorted(withoutTwins(rows, existing), tooMany)
}

type ReadLine = { readonly values: Values; readonly message: string | null }
type Row = ReadLine & { readonly line: number; readonly text: string }

function readLine(text: string, header: readonly Column[] | null): ReadLine {
  const separator = separatorOf(text)
  const read =
    separator === null ? readWords(text) : readCells(cellsOf(text, separator), header ?? usualColumns(text, separator))
  if (read.message !== null) return read
  const [issue] = createIssues('member', { ...read.values, pool_id: placeholderId })
  return issue ? { values: read.values, message: sentence(issue) } : read
}

function sentence(issue: Issue): string {
  const words = { address: 'address', protocol_port: 'port', weight: 'weight', name: 'name' } as Readonly<
    Record<string, string>
  >
  return `${words[issue.about] ?? issue.about.replaceAll('_', ' ')}: ${issue.message}`
}

/** `10.0.0.4:80 weight 3 backup name web-1` */
function readWords(text: string): ReadLine {
  const [first = '', ...rest] = text.split(/\s+/)
  const head = hostAndPort(first)
  if (head === null) return refused(`"${first}" is not an address: write 10.0.0.4:80, [fd00::1]:80 or 10.0.0.4 80.`)
  const bare = head.port === null && /^\d+$/.test(rest[0] ?? '') ? rest.shift() : undefined
  const options = readOptions(rest)
  if (options.message !== null) return options
  const port = head.port ?? bare ?? null
  if (port === null) return refused(`The port is missing: write ${withPort(head.host)}.`)
  return accepted({ address: head.host, protocol_port: numberFromText(port), ...options.values })
}

const numericOptions: readonly string[] = ['weight', 'monitor_port']
const textOptions: readonly string[] = ['name', 'monitor_address']

/** `weight 3`, `weight=3`, `backup`: in any order, with or without an equals sign. */
function readOptions(words: readonly string[]): ReadLine {
  const queue = words.flatMap((word) => word.split('=').filter((part) => part !== ''))
  let values: Values = {}
  for (let at = 0; at < queue.length; at += 1) {
    const word = queue[at]?.toLowerCase() ?? ''
    if (word === 'backup') {
      values = { ...values, backup: true }
      continue
    }
    if (!numericOptions.includes(word) && !textOptions.includes(word)) {
      return refused(`"${queue[at]}" is not known here: weight, backup, name, monitor_address and monitor_port are.`)
    }
    at += 1
    const value = queue[at]
    if (value === undefined) return refused(`"${word}" needs a value.`)
    values = { ...values, [word]: numericOptions.includes(word) ? numberFromText(value) : value }
  }
  return accepted(values)
}

function readCells(cells: readonly string[], order: readonly Column[]): ReadLine {
  if (cells.length > order.length)
    return refused(`${cells.length} values, but only ${order.length} columns: ${order.join(', ')}.`)
  const cell = (column: Column) => cells[order.indexOf(column)]?.trim() ?? ''
  const head = hostAndPort(cell('address'))
  if (head === null)
    return refused(cell('address') === '' ? 'The address is missing.' : `"${cell('address')}" is not an address.`)
  const port = cell('port') === '' ? head.port : cell('port')
  if (port === null) return refused('The port is missing.')
  const backup = truthOf(cell('backup'))
  if (backup === null) return refused(`"${cell('backup')}" is neither true nor false, in the column backup.`)
  const given = {
    name: cell('name'),
    weight: numberFromText(cell('weight')),
    monitor_address: cell('monitor_address'),
    monitor_port: numberFromText(cell('monitor_port')),
  }
  const optional = Object.entries(given).filter(([, value]) => value !== '' && value !== null)
  return accepted({
    address: head.host,
    protocol_port: numberFromText(port),
    ...Object.fromEntries(optional),
    ...(backup ? { backup } : {}),
  })
}

/** Lines that name a member which another line, or the table already, has. */
function withoutTwins(rows: readonly Row[], existing: readonly Values[]): Row[] {
  const seen = new Map<string, string>()
  for (const values of existing) {
    const key = keyOf(values)
    if (key !== null) seen.set(key, 'is in the pool already')
  }
  return rows.map((row) => {
    const key = row.message === null ? keyOf(row.values) : null
    if (key === null) return row
    const where = seen.get(key)
    if (where !== undefined)
      return { ...row, message: `${withPort(String(row.values['address']), row.values['protocol_port'])} ${where}.` }
    seen.set(key, `stands on line ${row.line} already`)
    return row
  })
}

function keyOf(values: Values): string | null {
  const address = String(values['address'] ?? '').trim()
  return isAddress(address) ? `${canonicalAddress(address)} ${String(values['protocol_port'])}` : null
}

function sorted(rows: readonly Row[], tooMany: readonly PasteProblem[]): Pasted {
  return {
    members: rows.filter((row) => row.message === null).map(({ line, values }) => ({ line, values })),
    problems: [
      ...rows.flatMap(({ line, text, message }) => (message === null ? [] : [{ line, text, message }])),
      ...tooMany.map(({ line, text, message }) => ({ line, text, message })),
    ],
  }
}

/** The order of columns that a first line names, or null when it is not a line of names. */
function headerOf(text: string): Column[] | null {
  const separator = separatorOf(text)
  if (separator === null) return null
  const names = cellsOf(text, separator).map(
    (cell) =>
      columnNames[
        cell
          .trim()
          .toLowerCase()
          .replaceAll(/[\s-]+/g, '_')
      ],
  )
  return names.includes('address') ? names.map((name) => name ?? 'ignored') : null
}

/** Without names: name,address,port,weight,backup, or the same without the name when the first value is an address. */
function usualColumns(text: string, separator: string): readonly Column[] {
  const [first = ''] = cellsOf(text, separator)
  return hostAndPort(first.trim()) === null ? columns : columns.slice(1)
}

function separatorOf(text: string): string | null {
  return ['\t', ';', ','].find((one) => text.includes(one)) ?? null
}

/** Cells may stand in double quotes, in which a doubled quote is one (RFC 4180). */
function cellsOf(text: string, separator: string): string[] {
  const cells: string[] = []
  let cell = ''
  let isQuoted = false
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]
    if (character === '"' && isQuoted && text[at + 1] === '"') {
      cell += '"'
      at += 1
    } else if (character === '"') isQuoted = !isQuoted
    else if (character === separator && !isQuoted) {
      cells.push(cell)
      cell = ''
    } else cell += character
  }
  return [...cells, cell]
}

/** An address with or without a port; IPv6 with a port stands in brackets. */
function hostAndPort(word: string): { readonly host: string; readonly port: string | null } | null {
  const bracketed = /^\[([^\]]*)\](?::(\d+))?$/.exec(word)
  if (bracketed) return isAddress(bracketed[1] ?? '') ? { host: bracketed[1] ?? '', port: bracketed[2] ?? null } : null
  if (isAddress(word)) return { host: word, port: null }
  const plain = /^([^:]+):(\d+)$/.exec(word)
  return plain && isAddress(plain[1] ?? '') ? { host: plain[1] ?? '', port: plain[2] ?? null } : null
}

function withPort(host: string, port: unknown = 80): string {
  return host.includes(':') ? `[${host}]:${String(port)}` : `${host}:${String(port)}`
}

function truthOf(text: string): boolean | null {
  if (['', 'false', 'no', 'n', '0', 'off'].includes(text.toLowerCase())) return false
  return ['true', 'yes', 'y', '1', 'on', 'backup'].includes(text.toLowerCase()) ? true : null
}

/** A `#` at the start or after a space begins a comment; inside a word it is part of the word. */
function withoutComment(line: string): string {
  return line.replace(/(^|\s)#.*$/, '').trim()
}

function accepted(values: Values): ReadLine {
  return { values, message: null }
}

function refused(message: string): ReadLine {
  return { values: {}, message }
}
