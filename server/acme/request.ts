import { generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'
import forge from 'node-forge'

const newKeyPair = promisify(generateKeyPair)
/** RSA is what every client knows. */
const bits = 2_048
const dnsName = 2

/** A new key for a certificate, as PEM. */
export async function newCertificateKey(): Promise<string> {
  const { privateKey } = await newKeyPair('rsa', { modulusLength: bits })
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}

/** A new key of an account, as PEM. */
export async function newAccountKey(): Promise<string> {
  const { privateKey } = await newKeyPair('ec', { namedCurve: 'P-256' })
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}

/** A request for a certificate for these host names (PKCS #10), in DER. `key` is PEM, of an RSA key. */
export function certificateRequest(names: readonly string[], key: string): Buffer {
  const privateKey = forge.pki.privateKeyFromPem(key)
  const request = forge.pki.createCertificationRequest()
  request.publicKey = forge.pki.setRsaPublicKey(privateKey.n, privateKey.e)
  request.setSubject([])
  const altNames = names.map((value) => ({ type: dnsName, value }))
  request.setAttributes([{ name: 'extensionRequest', extensions: [{ name: 'subjectAltName', altNames }] }])
  request.sign(privateKey, forge.md.sha256.create())
  return Buffer.from(forge.asn1.toDer(forge.pki.certificationRequestToAsn1(request)).getBytes(), 'binary')
}
