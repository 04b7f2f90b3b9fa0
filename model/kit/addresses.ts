import ipaddr from 'ipaddr.js'

// What addresses and networks are, without a schema: pages that only compare or name them do not load one.

export function isAddress(value: string): boolean {
  // The library also takes "127.1" and "0x7f.1"; four decimal parts are what a person and HAProxy both read as IPv4.
  return ipaddr.IPv4.isValidFourPartDecimal(value) || (ipaddr.IPv6.isValid(value) && !value.includes('%'))
}

export function isIpv6(value: string): boolean {
  return value.includes(':')
}

/** Whether the network holds the address; different families never match. */
export function contains(network: string, one: string): boolean {
  const [base, bits] = ipaddr.parseCIDR(network)
  const other = ipaddr.parse(one)
  return base.kind() === other.kind() && other.match(base, bits)
}

/** One spelling for equal addresses: FD00:0:0::1 is fd00::1, and the IPv4-mapped ::ffff:10.0.0.1 is 10.0.0.1, where its packets go. */
export function canonicalAddress(value: string): string {
  return ipaddr.process(value).toString()
}

/** Whether it is a network with its prefix length; host bits may be set. */
export function isCidr(value: string): boolean {
  if (!/^[^/]+\/\d{1,3}$/.test(value) || !isAddress(value.slice(0, value.indexOf('/')))) return false
  return ipaddr.isValidCIDR(value)
}

/** The prefix length of a netmask (255.255.255.0, ffff:ffff::), or null when it is none. */
export function maskBits(mask: string): number | null {
  return isAddress(mask) ? ipaddr.parse(mask).prefixLengthFromSubnetMask() : null
}

/** The network with its host bits cut: 10.1.2.3/8 is 10.0.0.0/8. */
export function networkOf(value: string): string {
  const [, bits] = ipaddr.parseCIDR(value)
  const base = isIpv6(value) ? ipaddr.IPv6.networkAddressFromCIDR(value) : ipaddr.IPv4.networkAddressFromCIDR(value)
  return `${base.toString()}/${bits}`
}
