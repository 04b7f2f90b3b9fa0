import { verify, type X509Certificate } from 'node:crypto'
import { authoritiesFromPem } from './authorities.ts'
import { subjectIn } from './distinguished-name.ts'
import { nameOf } from './material.ts'
import { type RevocationList, revocationLists } from './revocation-list.ts'

/** Of what the hash is signed; others are told by their names alone. */
const hashes: Readonly<Record<string, string | null>> = {
  '1.2.840.113549.1.1.5': 'sha1',
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.1': 'sha1',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
  '1.3.101.112': null,
  '1.3.101.113': null,
}

/**
 * The names of the authorities of which there is no list, both as they are stored. With any list OpenSSL asks for one of every authority
 * in a chain, and refuses what it vouches for where there is none.
 */
export function authoritiesWithoutList(authorities: string, lists: string): string[] {
  const known = revocationLists(lists)
  return authoritiesFromPem(authorities)
    .filter((one) => !known.some((list) => isOf(list, one)))
    .map(nameOf)
}

function isOf(list: RevocationList, authority: X509Certificate): boolean {
  if (!list.issuer.equals(subjectIn(authority.raw))) return false
  const hash = hashes[list.signatureAlgorithm]
  if (hash === undefined) return true
  try {
    return verify(hash, list.signed, authority.publicKey, list.signature)
  } catch {
    // Signed with a key of another kind.
    return false
  }
}
