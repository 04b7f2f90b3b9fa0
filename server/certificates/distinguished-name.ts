import { type Der, derTags, derValue, derValues, ofTag, oidText } from './der.ts'

/** OpenSSL's short names. */
const shortNames: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'street',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.97': 'organizationIdentifier',
  '0.9.2342.19200300.100.1.25': 'DC',
  '1.2.840.113549.1.9.1': 'emailAddress',
}
const bmpString = 0x1e
const utf8String = 0x0c

/** A name as X509Certificate writes it: a part on each line, `O=Example`. Throws an Error when it is none. */
export function distinguishedName(name: Der): string {
  return derValues(ofTag(name, derTags.sequence).content)
    .flatMap((part) => derValues(ofTag(part, derTags.set).content))
    .map((pair) => {
      const [kind, value] = derValues(ofTag(pair, derTags.sequence).content)
      const oid = oidText(ofTag(kind, derTags.oid).content)
      return `${shortNames[oid] ?? oid}=${value ? textOf(value) : ''}`
    })
    .join('\n')
}

function textOf({ tag, content }: Der): string {
  if (tag === utf8String) return content.toString('utf8')
  if (tag === bmpString) return Buffer.from(content).swap16().toString('utf16le')
  return content.toString('latin1')
}

/** Whom a certificate was issued to, in its own bytes. Throws an Error when it is no certificate. */
export function subjectIn(certificate: Buffer): Buffer {
  const [signed] = derValues(derValue(certificate, derTags.sequence).content)
  const parts = derValues(ofTag(signed, derTags.sequence).content)
  // A version comes first in all but the oldest.
  const at = parts[0]?.tag === derTags.first ? 1 : 0
  return ofTag(parts[at + 4], derTags.sequence).bytes
}
