import { generateKeyPair, randomBytes } from 'node:crypto'
import { isIP } from 'node:net'
import { promisify } from 'node:util'
import forge from 'node-forge'
import type { Material } from './material.ts'
import { materialFromPem } from './pem.ts'

const newKeyPair = promisify(generateKeyPair)

export type SelfSignedWish = { readonly server_names: readonly string[]; readonly days: number; readonly now: number }

/** RSA is what every client knows. */
const bits = 2_048
const day = 86_400_000
/** Numbers of GeneralName in RFC 5280, 4.2.1.6. */
const nameKinds = { dns: 2, ip: 7 } as const

/** A certificate that is signed by itself, for tests: no client trusts it unless it was told to. */
export async function selfSigned({ server_names, days, now }: SelfSignedWish): Promise<Material> {
  const { privateKey } = await newKeyPair('rsa', { modulusLength: bits })
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const key = forge.pki.privateKeyFromPem(pem)
  const made = forge.pki.createCertificate()
  made.publicKey = forge.pki.setRsaPublicKey(key.n, key.e)
  made.serialNumber = serialNumber(randomBytes(16))
  made.validity.notBefore = new Date(now)
  made.validity.notAfter = new Date(now + days * day)
  const subject = [{ name: 'commonName', value: (server_names[0] ?? '').slice(0, 64) }]
  made.setSubject(subject)
  made.setIssuer(subject)
  made.setExtensions([
    { name: 'basicConstraints', cA: false, critical: true },
    { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
    { name: 'extKeyUsage', serverAuth: true },
    { name: 'subjectAltName', altNames: server_names.map(altName) },
    { name: 'subjectKeyIdentifier' },
  ])
  made.sign(key, forge.md.sha256.create())
  return materialFromPem({ certificate: forge.pki.certificateToPem(made), private_key: pem, passphrase: null })
}

/**
 * In hexadecimal digits. A serial number is a positive integer (RFC 5280, 4.1.2.2), and DER writes one without zeros that say nothing
 * (X.690, 8.3.2), which OpenSSL refuses to read: the first byte is made neither negative nor empty.
 */
export function serialNumber(random: Buffer): string {
  const [first = 0] = random
  return Buffer.from([(first & 0x7f) | 0x40, ...random.subarray(1)]).toString('hex')
}

function altName(name: string) {
  return isIP(name) > 0 ? { type: nameKinds.ip, ip: name } : { type: nameKinds.dns, value: name }
}
