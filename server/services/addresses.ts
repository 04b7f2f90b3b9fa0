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

/** The addresses that a network has for its hosts, from the first to the last: without those of the network itself and of broadcasts. */
export function hostRange(cidr: string): Range {
  const [base, bits] = ipaddr.parseCIDR(cidr)
  const ip_version = base.kind() === 'ipv6' ? 6 : 4
  const length = ip_version === 4 ? 32 : 128
  const first = numberOf(base.toString())
  const last = first + (1n << BigInt(length - bits)) - 1n
  // A network of one or two addresses has nothing but hosts.
  const spare = length - bits >= 2 ? 1n : 0n
  return {
    ip_version,
    allocation_start: addressOf(first + spare, ip_version),
    allocation_end: addressOf(ip_version === 4 ? last - spare : last, ip_version),
  }
}

/** The address after this one. */
export function nextAddress(address: string): string {
  return addressOf(numberOf(address) + 1n, address.includes(':') ? 6 : 4)
}

/** Whether one address is not after the other, of the same family. */
export function isInOrder(one: string, other: string): boolean {
  return numberOf(one) <= numberOf(other)
}

/** Whether two networks have an address in common. */
export function overlap(one: string, other: string): boolean {
  const [[base, bits], [otherBase, otherBits]] = [ipaddr.parseCIDR(one), ipaddr.parseCIDR(other)]
  return base.kind() === otherBase.kind() && base.match(otherBase, Math.min(bits, otherBits))
}
