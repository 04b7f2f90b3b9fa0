import type { MapRow, PolicyMap } from '../compile/compiled.ts'
import { isOfVersion, versionKey } from '../compile/policy-map.ts'

/** What one command may carry: its text and payload must fit into HAProxy's buffer of 16,384 bytes, or it closes the connection. */
const mostPayloadBytes = 14_000

/**
 * Rows of a map as payloads of `add map`. HAProxy reads a payload as it is, without quotes and escapes: key, blank, value. An empty
 * line would end it, and what follows would be commands: a row that could make one is refused.
 */
export function mapPayloads(rows: readonly MapRow[]): string[] {
  const payloads: string[] = []
  let lines: string[] = []
  let size = 0
  for (const row of rows) {
    const line = payloadLine(row)
    const bytes = Buffer.byteLength(line)
    if (size > 0 && size + bytes > mostPayloadBytes) {
      payloads.push(lines.join(''))
      lines = []
      size = 0
    }
    lines.push(line)
    size += bytes
  }
  return size === 0 ? payloads : [...payloads, lines.join('')]
}

function payloadLine([key, value]: MapRow): string {
  const isSafe = /^[^\s#]\S*$/.test(key) && /^\S(.*\S)?$/.test(value) && !value.includes('\r')
  const line = `${key} ${value}\n`
  if (isSafe && Buffer.byteLength(line) <= mostPayloadBytes) return line
  throw new Error(`Not a row of a map of HAProxy: ${JSON.stringify([key, value])}`)
}

/** PEM as the payload of `set ssl cert`. An empty line would end it, and what follows would be commands. */
export function certificatePayload(pem: string): string {
  const lines = pem.split(/\r?\n/).filter((one) => one.trim() !== '')
  return `${lines.join('\n')}\n`
}

/** A path as one word of a command. */
export function commandWord(path: string): string {
  return path.replaceAll(/[\\ ]/g, '\\$&')
}

/** What a process has of a map, from the answer to `show map`: the version that it names, and the rows of that version. */
export function runningRows(
  answer: string,
  { isVersioned }: Pick<PolicyMap, 'isVersioned'>,
): { readonly version: number; readonly rows: MapRow[] } {
  const all = answer.split('\n').flatMap((line) => {
    const [, key, value] = /^0x[0-9a-f]+ (\S+) (.*)$/.exec(line) ?? []
    return key === undefined || value === undefined ? [] : [[key, value] as const]
  })
  const version = Number(all.find(([key]) => key === versionKey)?.[1])
  const rows = all.filter(([key]) => key !== versionKey && (!isVersioned || isOfVersion(key, version)))
  return { version, rows }
}
