import forge from 'node-forge'

/** Turning a passphrase into a key repeats a hash this often at most; OpenSSL writes 2,048, the careful a million. */
const mostRounds = 2_000_000

/**
 * Whether opening something would keep the process busy for long: whoever wrote it chose how often a hash is repeated. Of what stands
 * outside of the encrypted part, only that is a big number.
 */
export function isTooCostly(node: forge.asn1.Asn1): boolean {
  if (Array.isArray(node.value)) return node.value.some(isTooCostly)
  return node.tagClass === forge.asn1.Class.UNIVERSAL && node.type === forge.asn1.Type.INTEGER && isBig(node.value)
}

function isBig(bytes: string): boolean {
  const hex = forge.util.bytesToHex(bytes)
  return Number.parseInt(hex === '' ? '0' : hex, 16) > mostRounds
}
