import { createHash } from 'node:crypto'
import { createSecureContext } from 'node:tls'
import { type Der, derTags, derTime, derValue, derValues, ofTag, oidText } from './der.ts'
import { distinguishedName } from './distinguished-name.ts'
import { refused } from './material.ts'
import { blocksOf, keyLabels, nothingIn } from './pem.ts'

/** What an authority has taken back (RFC 5280, 5.1). */
export type RevocationList = {
  /** The name of the authority in DER, and in lines: `CN=Example`. */
  readonly issuer: Buffer
  readonly issuerText: string
  readonly thisUpdate: Date
  readonly nextUpdate: Date
  /** Its number in hexadecimal; empty where it has none. */
  readonly number: string
  readonly revokedCount: number
  /** SHA-256 of it, in hexadecimal. */
  readonly fingerprint: string
  /** How it was signed, as an object's number. */
  readonly signatureAlgorithm: string
  /** What was signed, and the signature. */
  readonly signed: Buffer
  readonly signature: Buffer
  readonly pem: string
}

const label = 'X509 CRL'
/** More than anybody has authorities. */
const mostLists = 300
const numberExtension = '2.5.29.20'

/** Reads lists as PEM. @throws invalid, in words that say what would be right */
export function revocationLists(text: string): RevocationList[] {
  const found = blocksOf(text)
  if (found.some((one) => keyLabels.includes(one.label))) {
    throw refused('certificate', 'There is a private key in it, which a revocation list has no use for: give the list.')
  }
  const lists = found.filter((one) => one.label === label).map((one) => listFrom(one.text))
  if (lists.length === 0) throw refused('certificate', nothingIn(found, label))
  if (lists.length > mostLists) {
    throw refused('certificate', `There are ${lists.length} lists in it; at most ${mostLists} are kept together.`)
  }
  return [...new Map(lists.map((one) => [one.fingerprint, one])).values()]
}

function listFrom(text: string): RevocationList {
  const damaged = () => refused('certificate', 'A revocation list in it is damaged: it can not be read.')
  const bytes = Buffer.from(text.split('\n').slice(1, -1).join(''), 'base64')
  const pem = pemOf(bytes)
  let list: RevocationList | null
  try {
    list = listOf(bytes, pem)
    // What HAProxy reads it with has the last word.
    createSecureContext({ crl: pem })
  } catch {
    throw damaged()
  }
  if (list === null) {
    throw refused('certificate', 'A revocation list in it does not say when the next one is due.')
  }
  return list
}

function pemOf(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}

/** Null when it does not say until when it holds. Throws an Error when it is damaged. */
function listOf(bytes: Buffer, pem: string): RevocationList | null {
  const [signed, algorithm, signature] = derValues(derValue(bytes, derTags.sequence).content)
  const parts = derValues(ofTag(signed, derTags.sequence).content)
  const [, issuer, thisUpdate, ...rest] = parts[0]?.tag === derTags.integer ? parts.slice(1) : parts
  if (!issuer || !thisUpdate) throw new Error('too short')
  const [nextUpdate] = rest
  const revoked = rest.find((one) => one.tag === derTags.sequence)
  const extensions = rest.find((one) => one.tag === derTags.first)
  const [oid] = derValues(ofTag(algorithm, derTags.sequence).content)
  const issuerText = distinguishedName(issuer)
  const revokedCount = revoked ? derValues(revoked.content).map(checkedEntry).length : 0
  const number = extensions ? numberIn(extensions) : ''
  if (!nextUpdate || !isTime(nextUpdate)) return null
  return {
    issuer: issuer.bytes,
    issuerText,
    thisUpdate: derTime(thisUpdate),
    nextUpdate: derTime(nextUpdate),
    number,
    revokedCount,
    fingerprint: createHash('sha256').update(bytes).digest('hex'),
    signatureAlgorithm: oidText(ofTag(oid, derTags.oid).content),
    signed: ofTag(signed, derTags.sequence).bytes,
    // Behind the number of bits that are left over, which is none.
    signature: ofTag(signature, derTags.bitString).content.subarray(1),
    pem,
  }
}

function checkedEntry(entry: Der): void {
  const [serial, moment] = derValues(ofTag(entry, derTags.sequence).content)
  ofTag(serial, derTags.integer)
  if (!moment) throw new Error('no time')
  derTime(moment)
}

function numberIn({ content }: Der): string {
  for (const one of derValues(derValue(content, derTags.sequence).content)) {
    const parts = derValues(ofTag(one, derTags.sequence).content)
    if (oidText(ofTag(parts[0], derTags.oid).content) !== numberExtension) continue
    return derValue(ofTag(parts.at(-1), derTags.octetString).content, derTags.integer).content.toString('hex')
  }
  return ''
}

function isTime({ tag }: Der): boolean {
  return tag === derTags.utcTime || tag === derTags.generalizedTime
}
