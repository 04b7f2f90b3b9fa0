import { isIPv6 } from 'node:net'
import type { Granularity } from '../compile/relay-table.ts'

/** Sources that are remembered; of more, those that were silent for longest are forgotten. */
const mostSources = 100_000

type Kept = { readonly member_id: string; readonly until: number }

/** Which member each client had last, for a time after its last new session. In the order of that time. */
export class Persistence {
  readonly #kept = new Map<string, Kept>()

  memberOf(source: string, now: number): string | undefined {
    const kept = this.#kept.get(source)
    return kept !== undefined && kept.until > now ? kept.member_id : undefined
  }

  keep(source: string, member_id: string, until: number): void {
    this.#kept.delete(source)
    this.#kept.set(source, { member_id, until })
    if (this.#kept.size <= mostSources) return
    const [oldest] = this.#kept.keys()
    if (oldest !== undefined) this.#kept.delete(oldest)
  }

  forgetOld(now: number): void {
    for (const [source, { until }] of this.#kept) if (until <= now) this.#kept.delete(source)
  }

  get size(): number {
    return this.#kept.size
  }
}

/** The network of a client's address, in hexadecimal. */
export function sourceOf(address: string, granularity: Granularity): string {
  const isV6 = isIPv6(address)
  const bytes = isV6 ? ipv6Bytes(address) : address.split('.').map(Number)
  const bits = isV6 ? granularity.ipv6 : granularity.ipv4
  return bytes.map((byte, at) => (byte & maskByte(bits - at * 8)).toString(16).padStart(2, '0')).join('')
}

function maskByte(bits: number): number {
  if (bits >= 8) return 0xff
  return bits <= 0 ? 0 : (0xff << (8 - bits)) & 0xff
}

function ipv6Bytes(address: string): number[] {
  const [plain = ''] = address.split('%')
  const [before = '', after] = plain.split('::')
  const head = groupsOf(before)
  const tail = after === undefined ? [] : groupsOf(after)
  const zeros = Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => 0)
  return [...head, ...zeros, ...tail].flatMap((group) => [group >> 8, group & 0xff])
}

/** The last two groups may be written as an IPv4 address. */
function groupsOf(text: string): number[] {
  if (text === '') return []
  return text.split(':').flatMap((group) => {
    if (!group.includes('.')) return [Number.parseInt(group, 16)]
    const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number)
    return [a * 256 + b, c * 256 + d]
  })
}
