import ipaddr from 'ipaddr.js'

// Pure: addresses as numbers, so that the next free one can be counted up to.

function numberOf(address: string): bigint {
  return ipaddr
    .parse(address)
    .toByteArray()
    .reduce((value, byte) => (value << 8n) | BigInt(byte), 0n)
}

function addressOf(value: bigint, version: 4 | 6): string {
  const length = version === 4 ? 4 : 16
  const bytes = Array.from({ length }, (_, at) => Number((value >> BigInt(8 * (length - 1 - at))) & 255n))
  return ipaddr.fromByteArray(bytes).toString()
}

export type Range = { readonly ip_version: number; readonly allocation_start: string; readonly allocation_end: string }

/** The first address of a range that is not taken, or null when all are. */
export function firstFree(range: Range, taken: ReadonlySet<string>): string | null {
  const version = range.ip_version === 6 ? 6 : 4
  const end = numberOf(range.allocation_end)
  for (let value = numberOf(range.allocation_start); value <= end; value += 1n) {
    const address = addressOf(value, version)
    if (!taken.has(address)) return address
  }
  return null
}
