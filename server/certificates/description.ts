import type { KeyObject, X509Certificate } from 'node:crypto'
import { rootCertificates } from 'node:tls'
import type { ChainEnd } from 'model/certificate/chain-ends'
import type { Certificate, ChainLink } from 'model/resources/certificate'
import forge from 'node-forge'
import { certificateFrom, isSignedBy, refused } from './material.ts'
import type { RevocationList } from './revocation-list.ts'

/** What a certificate says about itself. */
export type Said = Omit<
  Certificate,
  'id' | 'name' | 'description' | 'kind' | 'project_id' | 'created_at' | 'updated_at'
>

/** Reads what a chain says. @throws invalid when a date in it is none */
export function descriptionOf(chain: readonly X509Certificate[]): Said {
  const [own, ...others] = chain
  if (!own) throw new Error('A chain has a certificate.')
  return {
    ...linkOf(own),
    server_names: serverNames(own),
    serial_number: own.serialNumber.toLowerCase().slice(0, 255),
    ...keyOf(own.publicKey),
    signature_algorithm: signatureOf(own),
    chain: others.map(linkOf),
    chain_end: endOf(chain),
    revoked_count: null,
  }
}

/** What authorities say that are kept together: the one that ends first stands for all. @throws invalid when a date in one is none */
export function descriptionOfAuthorities(all: readonly X509Certificate[]): Said {
  const [first, ...others] = endingFirst(all.map((one) => ({ one, ...linkOf(one) })))
  if (!first) throw new Error('There is an authority.')
  const { one, ...link } = first
  return {
    ...link,
    server_names: [],
    serial_number: one.serialNumber.toLowerCase().slice(0, 255),
    ...keyOf(one.publicKey),
    signature_algorithm: signatureOf(one),
    chain: others.map(({ one: _, ...other }) => other),
    chain_end: all.some((authority) => isSignedBy(authority, authority)) ? null : 'UNKNOWN',
    revoked_count: null,
  }
}

/** What revocation lists say that are kept together: the one whose successor is due first stands for all. */
export function descriptionOfLists(all: readonly RevocationList[]): Said {
  const [first, ...others] = endingFirst(all.map((one) => ({ one, ...linkOfList(one) })))
  if (!first) throw new Error('There is a list.')
  const { one, ...link } = first
  return {
    ...link,
    server_names: [],
    serial_number: one.number.slice(0, 255),
    key_algorithm: null,
    key_bits: null,
    signature_algorithm: signatureName(one.signatureAlgorithm),
    chain: others.map(({ one: _, ...other }) => other),
    chain_end: null,
    revoked_count: all.reduce((sum, { revokedCount }) => sum + revokedCount, 0),
  }
}

function linkOfList(list: RevocationList): ChainLink {
  const authority = oneLine(list.issuerText)
  return {
    subject: authority,
    issuer: authority,
    not_before: list.thisUpdate.toISOString(),
    not_after: list.nextUpdate.toISOString(),
    fingerprint: list.fingerprint,
  }
}

function endingFirst<T extends ChainLink>(all: readonly T[]): T[] {
  return all.toSorted((one, other) => one.not_after.localeCompare(other.not_after))
}

function linkOf(one: X509Certificate): ChainLink {
  return {
    subject: oneLine(one.subject),
    issuer: oneLine(one.issuer),
    not_before: momentOf(one.validFrom),
    not_after: momentOf(one.validTo),
    fingerprint: one.fingerprint256.replaceAll(':', '').toLowerCase(),
  }
}

/** `CN=example.com, O=Example`: the most telling part first, as people write it. */
function oneLine(text: string | undefined): string {
  const parts = (text ?? '').split('\n').filter((one) => one !== '')
  return printable(parts.toReversed().join(', ')).slice(0, 1_000) || 'nobody'
}

/** Whoever made a certificate chose every character of it. */
function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, ' ')
}

function momentOf(date: string): string {
  const milliseconds = Date.parse(date)
  if (Number.isNaN(milliseconds)) throw refused('certificate', `A date in it can not be read: ${printable(date)}`)
  return new Date(milliseconds).toISOString()
}

/** What clients compare with the name that they asked for. Names as the subject's alone are of another time. */
function serverNames(one: X509Certificate): string[] {
  const alternatives = [...(one.subjectAltName ?? '').matchAll(/(?:DNS|IP Address):([^,\s"]+)/g)].map(
    ([, name = '']) => name,
  )
  if (alternatives.length > 0) return [...new Set(alternatives.map(printable))]
  const common = /^CN=(.+)$/m.exec(one.subject ?? '')?.[1]
  return common === undefined ? [] : [printable(common)]
}

const curveNames: Readonly<Record<string, { readonly name: string; readonly bits: number }>> = {
  prime256v1: { name: 'P-256', bits: 256 },
  secp384r1: { name: 'P-384', bits: 384 },
  secp521r1: { name: 'P-521', bits: 521 },
}

function keyOf(key: KeyObject): Pick<Certificate, 'key_algorithm' | 'key_bits'> {
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {}
  if (modulusLength !== undefined) return { key_algorithm: `RSA ${modulusLength}`, key_bits: modulusLength }
  if (namedCurve === undefined)
    return { key_algorithm: (key.asymmetricKeyType ?? 'unknown').toUpperCase(), key_bits: null }
  const known = curveNames[namedCurve]
  return { key_algorithm: `EC ${known?.name ?? namedCurve}`, key_bits: known?.bits ?? null }
}

/** node-forge has names for RSA only. */
const signatureNames: Readonly<Record<string, string>> = {
  '1.2.840.10045.4.1': 'ecdsa-with-SHA1',
  '1.2.840.10045.4.3.2': 'ecdsa-with-SHA256',
  '1.2.840.10045.4.3.3': 'ecdsa-with-SHA384',
  '1.2.840.10045.4.3.4': 'ecdsa-with-SHA512',
  '1.3.101.112': 'Ed25519',
  '1.3.101.113': 'Ed448',
}

/** The second part of a certificate says how it is signed (RFC 5280, 4.1). */
function signatureOf(one: X509Certificate): string {
  const parts = forge.asn1.fromDer(one.raw.toString('latin1')).value
  const algorithm = Array.isArray(parts) ? parts[1]?.value : undefined
  const oid = Array.isArray(algorithm) ? algorithm[0]?.value : undefined
  if (typeof oid !== 'string') return 'unknown'
  return signatureName(forge.asn1.derToOid(oid))
}

function signatureName(text: string): string {
  return signatureNames[text] ?? forge.pki.oids[text] ?? text
}

function endOf(chain: readonly X509Certificate[]): ChainEnd {
  const last = chain.at(-1)
  if (!last) return 'UNKNOWN'
  if (isSignedBy(last, last)) return chain.length > 1 ? endOfRoot(last) : 'SELF_SIGNED'
  return publicRoots().some((root) => isSignedBy(last, root)) ? 'PUBLIC_ROOT' : 'UNKNOWN'
}

function endOfRoot(root: X509Certificate): ChainEnd {
  return publicRoots().some((one) => one.fingerprint256 === root.fingerprint256) ? 'PUBLIC_ROOT' : 'ROOT'
}

let roots: readonly X509Certificate[] | null = null

/** The authorities that Node knows, which are Mozilla's. Reading them takes some milliseconds, and they never change. */
function publicRoots(): readonly X509Certificate[] {
  roots ??= rootCertificates.map((pem) => certificateFrom(pem, 'certificate'))
  return roots
}
