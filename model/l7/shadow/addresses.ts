import ipaddr from 'ipaddr.js'
import { canonicalAddress, isIpv6 } from '../../kit/addresses.ts'
import { withBits } from '../rule-kinds.ts'

// Addresses as texts of bits behind the digit of their family, so that a network is a beginning. An IPv4-mapped address is its
// IPv4 address: HAProxy takes one for the other.

const mapped = bitsOf('::ffff:0.0.0.0').slice(0, 97)
const lengths = { 4: 33, 6: 129 } as const

/** The beginnings of all addresses that a rule's network holds. */
export function beginningsOf(network: string): string[] {
  const [base, bits] = ipaddr.parseCIDR(withBits(network))
  const whole = bitsOf(base.toString()).slice(0, bits + 1)
  if (whole.startsWith(mapped)) return [`4${whole.slice(mapped.length)}`]
  return mapped.startsWith(whole) ? [whole, '4'] : [whole]
}

/** The bits of a client's address. */
export function clientBits(address: string): string {
  return bitsOf(canonicalAddress(address))
}

export function addressOf(bits: string): string {
  const bytes = (bits.slice(1).match(/.{8}/g) ?? []).map((one) => Number.parseInt(one, 2))
  return ipaddr.fromByteArray(bytes).toString()
}

function bitsOf(address: string): string {
  const bytes = ipaddr.parse(address).toByteArray()
  return (isIpv6(address) ? '6' : '4') + bytes.map((one) => one.toString(2).padStart(8, '0')).join('')
}

/** An address in none of the left out and in one of the beginnings of each network; null when there is none. */
export function addressIn(
  networks: readonly (readonly string[])[],
  leftOut: readonly (readonly string[])[],
): string | null {
  const out = [...leftOut.flat(), mapped]
  return search('4', networks, out) ?? search('6', networks, out)
}

function search(bits: string, networks: readonly (readonly string[])[], out: readonly string[]): string | null {
  const isWithin = (one: string) => bits.startsWith(one)
  const meets = (one: string) => one.startsWith(bits)
  if (out.some(isWithin)) return null
  const open = networks.filter((one) => !one.some(isWithin))
  if (open.some((one) => !one.some(meets))) return null
  const near = out.filter(meets)
  if (open.length === 0 && near.length === 0) return filled(bits)
  return search(`${bits}0`, open, near) ?? search(`${bits}1`, open, near)
}

/** The first address behind the network's own. */
function filled(bits: string): string {
  const length = bits.startsWith('4') ? lengths[4] : lengths[6]
  return bits.length === length ? bits : `${bits.padEnd(length - 1, '0')}1`
}
