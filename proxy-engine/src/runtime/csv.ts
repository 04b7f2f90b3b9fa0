/** The columns of `show stat` that the engine reads, of about a hundred. */
export const statColumns = [
  'pxname',
  'svname',
  'mode',
  'status',
  'scur',
  'qcur',
  'stot',
  'connect',
  'req_tot',
  'bin',
  'bout',
  'hrsp_1xx',
  'hrsp_2xx',
  'hrsp_3xx',
  'hrsp_4xx',
  'hrsp_5xx',
  'ereq',
  'dreq',
  'dcon',
  'dses',
  'econ',
  'eresp',
  'wretr',
  'lastchg',
  'check_status',
  'check_code',
  'check_duration',
  'last_chk',
  'ssl_sess',
  'ssl_reused_sess',
  'ssl_failed_handshake',
  'cache_lookups',
  'cache_hits',
] as const
export type StatColumn = (typeof statColumns)[number]

/** One row of HAProxy's statistics, as text; what has no meaning for its kind is empty. */
export type StatRow = Readonly<Record<StatColumn, string>>

/** Reads `show stat`. A real parser: `last_chk` is what a member said, quoted, and may hold commas, quotes and line breaks. */
export function statRows(text: string): StatRow[] {
  const [header = [], ...records] = csvRecords(text.replace(/^# /, ''))
  const places = statColumns.map((column) => [column, header.indexOf(column)] as const)
  return records.map((record) => {
    const row: Partial<Record<StatColumn, string>> = {}
    for (const [column, at] of places) row[column] = record[at] ?? ''
    return row as StatRow
  })
}

/**
 * The records of a text in comma separated values (RFC 4180), empty lines left out. A thousand listeners are read once a second,
 * beside everything else that the engine does: most lines have no quote and are split by the machine's own means.
 */
export function csvRecords(text: string): string[][] {
  const records: string[][] = []
  let nextQuote = text.indexOf('"')
  for (let at = 0; at < text.length; ) {
    if (nextQuote !== -1 && nextQuote < at) nextQuote = text.indexOf('"', at)
    const isQuoted = nextQuote !== -1 && nextQuote < endOfLine(text, at)
    const line = isQuoted ? quotedLine(text, at) : text.slice(at, endOfLine(text, at))
    if (line !== '') records.push(isQuoted ? quotedCells(line) : line.split(','))
    at += line.length + 1
  }
  return records
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end === -1 ? text.length : end
}

/** A line break within quotes belongs to the cell. */
function quotedLine(text: string, at: number): string {
  let end = endOfLine(text, at)
  while (end < text.length && !isClosed(text.slice(at, end))) end = endOfLine(text, end + 1)
  return text.slice(at, end)
}

function isClosed(line: string): boolean {
  return line.split('"').length % 2 === 1
}

/** Between quotes a comma is a comma; two quotes in a row are one of the text. */
function quotedCells(line: string): string[] {
  const cells: string[] = []
  let cell = ''
  line.split('"').forEach((part, at, parts) => {
    const isInside = at % 2 === 1
    if (isInside) {
      cell += at > 1 && parts[at - 1] === '' ? `"${part}` : part
      return
    }
    const [rest = '', ...others] = part.split(',')
    cell += rest
    for (const other of others) {
      cells.push(cell)
      cell = other
    }
  })
  return [...cells, cell]
}
