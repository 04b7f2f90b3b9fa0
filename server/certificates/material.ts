import { type KeyObject, X509Certificate } from 'node:crypto'
import { DomainError } from 'model/errors'

/** A certificate, what it is signed by, and its private key. */
export type Material = {
  /** The certificate itself first, then each issuer in turn. */
  readonly chain: readonly X509Certificate[]
  readonly privateKey: KeyObject
}

/** More than any chain has; a file of hundreds is a list of authorities. */
const mostCertificates = 20

/** Puts certificates that came in any order behind the one that the key belongs to. @throws invalid */
export function assembled(found: readonly X509Certificate[], privateKey: KeyObject, about: string): Material {
  if (found.length > mostCertificates) {
    throw refused(about, `There are ${found.length} certificates in it; a chain has at most ${mostCertificates}.`)
  }
  const distinct = [...new Map(found.map((one) => [one.fingerprint256, one])).values()]
  const own = distinct.find((one) => one.checkPrivateKey(privateKey))
  if (!own) {
    const names = distinct.map(nameOf).join('; ')
    throw refused('private_key', `The private key does not belong to the certificate (${names}).`)
  }
  return { chain: inOrder(own, distinct), privateKey }
}

function inOrder(own: X509Certificate, all: readonly X509Certificate[]): X509Certificate[] {
  const chain = [own]
  for (let last = own; !isSignedBy(last, last); ) {
    const issuer = all.find((one) => !chain.includes(one) && isSignedBy(last, one))
    if (!issuer) break
    chain.push(issuer)
    last = issuer
  }
  return chain
}

/** Whether a certificate was signed with the key of another. */
export function isSignedBy(one: X509Certificate, issuer: X509Certificate): boolean {
  try {
    // Of itself, OpenSSL would ask for the right to sign certificates, which one for tests has not.
    if (one === issuer) return one.subject === one.issuer && one.verify(one.publicKey)
    return one.checkIssued(issuer) && one.verify(issuer.publicKey)
  } catch {
    // A key of a kind that OpenSSL does not know signs nothing that we could follow.
    return false
  }
}

/** A certificate from its bytes, or from PEM. @throws invalid */
export function certificateFrom(bytes: Buffer | string, about: string): X509Certificate {
  try {
    const read = new X509Certificate(bytes)
    // What it is asked for later: a key that can not be read makes a certificate of no use.
    void read.publicKey
    return read
  } catch {
    throw refused(about, 'A certificate in it is damaged: it can not be read.')
  }
}

export function refused(about: string, message: string): DomainError {
  return new DomainError('invalid', message, [{ about, message }])
}

/** The most telling part of whom a certificate was issued to: `CN=example.com`. */
export function nameOf(one: X509Certificate): string {
  // Whoever made it chose every character, and may have given no name at all.
  return ((one.subject as string | undefined)?.split('\n').at(-1) ?? 'nobody').replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ')
}
