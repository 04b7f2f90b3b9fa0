import { createPrivateKey, type KeyObject, type X509Certificate } from 'node:crypto'
import forge from 'node-forge'
import { isTooCostly } from './derivation-cost.ts'
import { assembled, certificateFrom, type Material, refused } from './material.ts'

export type PemInput = {
  /** Certificates in any order; the private key may stand among them. */
  readonly certificate: string
  readonly private_key: string | null
  readonly passphrase: string | null
}

type Block = { readonly label: string; readonly text: string }

/** What is between has no five dashes: a text full of beginnings is read in one go. */
const blocks = /-----BEGIN ([A-Z0-9 ]{1,40})-----[^-]*(?:-(?!----)[^-]*)*-----END \1-----/g
export const certificateLabels = ['CERTIFICATE', 'X509 CERTIFICATE', 'TRUSTED CERTIFICATE']
export const keyLabels = ['PRIVATE KEY', 'ENCRYPTED PRIVATE KEY', 'RSA PRIVATE KEY', 'EC PRIVATE KEY']

/** What people take for a certificate, and what it is. */
const mistaken: Readonly<Record<string, string>> = {
  'CERTIFICATE REQUEST': 'It holds a request for a certificate. Give the certificate that the authority made of it.',
  'NEW CERTIFICATE REQUEST':
    'It holds a request for a certificate. Give the certificate that the authority made of it.',
  'PUBLIC KEY': 'It holds a public key, which is only a part of a certificate.',
  'X509 CRL': 'It holds a list of revoked certificates: store it as a revocation list.',
  PKCS7: 'It holds a PKCS #7 file. Turn it into PEM: openssl pkcs7 -print_certs -in file',
  'OPENSSH PRIVATE KEY': 'It holds a key of SSH, which is of no use for TLS.',
}

/** Reads a certificate, its chain and its private key. @throws invalid, in words that say what would be right */
export function materialFromPem({ certificate, private_key, passphrase }: PemInput): Material {
  const inCertificate = blocksOf(certificate)
  const certificates = inCertificate
    .filter((one) => certificateLabels.includes(one.label))
    .map((one) => certificateFrom(one.text, 'certificate'))
  if (certificates.length === 0) throw refused('certificate', nothingIn(inCertificate, 'CERTIFICATE'))
  return assembled(certificates, keyIn({ inCertificate, private_key, passphrase }), 'certificate')
}

type KeyPlaces = Pick<PemInput, 'private_key' | 'passphrase'> & { readonly inCertificate: readonly Block[] }

function keyIn({ inCertificate, private_key, passphrase }: KeyPlaces): KeyObject {
  const given = private_key === null ? [] : blocksOf(private_key)
  const key = [...given, ...inCertificate].find((one) => keyLabels.includes(one.label))
  if (key) return keyFrom(key, passphrase)
  if (private_key !== null && private_key.trim() !== '') throw refused('private_key', nothingIn(given, 'PRIVATE KEY'))
  throw refused('private_key', 'The private key is missing: paste it as PEM, beside the certificate or with it.')
}

function keyFrom({ text, label }: Block, passphrase: string | null): KeyObject {
  const isEncrypted = label === 'ENCRYPTED PRIVATE KEY' || /^Proc-Type: 4,ENCRYPTED/m.test(text)
  if (isEncrypted && !passphrase) {
    throw refused('passphrase', 'The private key is encrypted: give the passphrase that opens it.')
  }
  if (label === 'ENCRYPTED PRIVATE KEY' && isSlow(text)) {
    throw refused('private_key', 'Opening the private key would take too long: save it with fewer rounds.')
  }
  try {
    return createPrivateKey(isEncrypted ? { key: text, passphrase: passphrase ?? '' } : { key: text })
  } catch {
    throw isEncrypted
      ? refused('passphrase', 'The passphrase does not open the private key.')
      : refused('private_key', 'The private key is damaged: it can not be read.')
  }
}

function isSlow(text: string): boolean {
  try {
    const [block] = forge.pem.decode(text)
    return block === undefined || isTooCostly(forge.asn1.fromDer(block.body))
  } catch {
    // What can not be read is refused by whoever opens it.
    return false
  }
}

export function blocksOf(text: string): Block[] {
  return [...text.matchAll(blocks)].map(([whole, label = '']) => ({ label, text: whole }))
}

/** What to say of a text in which nothing of the wanted label is. */
export function nothingIn(found: readonly Block[], wanted: 'CERTIFICATE' | 'PRIVATE KEY' | 'X509 CRL'): string {
  if (wanted === 'X509 CRL' && found.some((one) => certificateLabels.includes(one.label))) {
    return 'It holds a certificate: store it as a certificate, or as an authority.'
  }
  const [other] = found.flatMap((one) => mistaken[one.label] ?? [])
  if (other) return other
  const noun = { CERTIFICATE: 'certificate', 'PRIVATE KEY': 'private key', 'X509 CRL': 'revocation list' }[wanted]
  return `There is no ${noun} in it: PEM has a line "-----BEGIN ${wanted}-----".`
}

/** The certificate and its chain as one text. */
export function chainPem(chain: readonly X509Certificate[]): string {
  return chain.map((one) => `${one.toString().trim()}\n`).join('')
}
