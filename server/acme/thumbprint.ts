import { createHash } from 'node:crypto'

/** Of the public part of an EC key (RFC 7638): its required members, in the order of their names. */
export function thumbprint({ crv, kty, x, y }: Readonly<Record<'crv' | 'kty' | 'x' | 'y', string>>): string {
  return createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url')
}
