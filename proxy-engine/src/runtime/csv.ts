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

/** The records of a text in comma separated values (RFC 4180), empty lines left out. */
export function csvRecords(text: string): string[][] {
  const records: string[][] = []
  let record: string[] = []
  let at = 0
  while (at < text.length) {
    const cell = text[at] === '"' ? quotedCell(text, at) : plainCell(text, at)
    record.push(cell.value)
    at = cell.end + 1
    if (text[cell.end] === ',') continue
    if (record.length > 1 || record[0] !== '') records.push(record)
    record = []
  }
  return records
}

const comma = 44
const lineFeed = 10

type Cell = { readonly value: string; readonly end: number }

function plainCell(text: string, start: number): Cell {
  let end = start
  while (end < text.length && text.charCodeAt(end) !== comma && text.charCodeAt(end) !== lineFeed) end += 1
  return { value: text.slice(start, end), end }
}

function quotedCell(text: string, start: number): Cell {
  let value = ''
  let from = start + 1
  for (;;) {
    const quote = text.indexOf('"', from)
    if (quote === -1) return { value: value + text.slice(from), end: text.length }
    value += text.slice(from, quote)
    if (text[quote + 1] !== '"') return { value, end: quote + 1 }
    value += '"'
    from = quote + 2
  }
}
