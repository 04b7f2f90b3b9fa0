import { createPrivateKey, type KeyObject, type X509Certificate } from 'node:crypto'
import { DomainError } from 'model/errors'
import forge from 'node-forge'
import { isTooCostly } from './derivation-cost.ts'
import { assembled, certificateFrom, type Material, refused } from './material.ts'

// node-forge opens what is encrypted, also in the old ways that OpenSSL 3 has left behind. The certificates and the key themselves are
// read by Node, which knows more kinds of keys.

const { asn1 } = forge
type Node = forge.asn1.Asn1

const oids = {
  data: '1.2.840.113549.1.7.1',
  encryptedData: '1.2.840.113549.1.7.6',
  keyBag: '1.2.840.113549.1.12.10.1.1',
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certificateBag: '1.2.840.113549.1.12.10.1.3',
} as const

type Found = { readonly certificates: X509Certificate[]; readonly keys: KeyObject[] }

/** Reads a PKCS #12 file, `.p12` or `.pfx`. @throws invalid, in words that say what would be right */
export function materialFromPkcs12(bytes: Buffer, passphrase: string | null): Material {
  const found: Found = { certificates: [], keys: [] }
  try {
    for (const content of contentsOf(bytes)) collect(content, passphrase, found)
  } catch (error) {
    if (error instanceof DomainError) throw error
    throw refused('pkcs12', 'It is no PKCS #12 file, or it is damaged.')
  }
  const [key] = found.keys
  if (found.certificates.length === 0) throw refused('pkcs12', 'There is no certificate in it.')
  if (!key) throw refused('pkcs12', 'There is no private key in it: export it together with the certificate.')
  return assembled(found.certificates, key, 'pkcs12')
}

/** Whether bytes look like one: a sequence that begins with the version 3. */
export function isPkcs12(bytes: Buffer): boolean {
  try {
    const [version] = childrenOf(parsed(bytes.toString('latin1')))
    return version?.type === asn1.Type.INTEGER && version.value === '\x03'
  } catch {
    return false
  }
}

function contentsOf(bytes: Buffer): readonly Node[] {
  const [, authenticated] = childrenOf(parsed(bytes.toString('latin1')))
  if (!authenticated || oidOf(childAt(authenticated, 0)) !== oids.data) throw new Error('not in password mode')
  return childrenOf(parsed(octetsOf(childAt(childAt(authenticated, 1), 0))))
}

function collect(content: Node, passphrase: string | null, found: Found): void {
  const kind = oidOf(childAt(content, 0))
  const body = childAt(childAt(content, 1), 0)
  if (kind === oids.data) collectBags(parsed(octetsOf(body)), passphrase, found)
  else if (kind === oids.encryptedData) collectBags(opened(asEncryptedKey(body), passphrase), passphrase, found)
  else throw new Error('a content of another kind')
}

/** Encrypted content in the form of an encrypted key, which is what node-forge opens: the algorithm, and the bytes that it made. */
function asEncryptedKey(body: Node): Node {
  const encrypted = childAt(body, 1)
  return asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SEQUENCE, true, [
    childAt(encrypted, 1),
    asn1.create(asn1.Class.UNIVERSAL, asn1.Type.OCTETSTRING, false, octetsOf(childAt(encrypted, 2))),
  ])
}

function collectBags(bags: Node, passphrase: string | null, found: Found): void {
  for (const bag of childrenOf(bags)) {
    const kind = oidOf(childAt(bag, 0))
    const value = childAt(childAt(bag, 1), 0)
    if (kind === oids.keyBag) found.keys.push(keyFrom(value))
    if (kind === oids.shroudedKeyBag) found.keys.push(keyFrom(opened(value, passphrase)))
    if (kind === oids.certificateBag) {
      const der = Buffer.from(octetsOf(childAt(childAt(value, 1), 0)), 'latin1')
      found.certificates.push(certificateFrom(der, 'pkcs12'))
    }
  }
}

/** What an algorithm and the bytes that it made say, once the passphrase has opened them. */
function opened(encrypted: Node, passphrase: string | null): Node {
  if (isTooCostly(childAt(encrypted, 0))) {
    throw refused('pkcs12', 'Opening it would take too long: export it with fewer rounds.')
  }
  // A file without a passphrase was made with an empty one.
  for (const attempt of passphrase ? [passphrase] : ['', null]) {
    const plain = tried(encrypted, attempt)
    if (plain !== null) return plain
  }
  throw passphrase
    ? refused('passphrase', 'The passphrase does not open it.')
    : refused('passphrase', 'It is encrypted: give the passphrase that opens it.')
}

function tried(encrypted: Node, passphrase: string | null): Node | null {
  try {
    // The types leave out that null is no passphrase at all, which some programs write.
    return forge.pki.decryptPrivateKeyInfo(encrypted, passphrase as string) as Node | null
  } catch (error) {
    if (error instanceof Error && 'supportedOids' in error) {
      throw refused('pkcs12', 'It is encrypted in a way that is not supported: export it with AES-256 or 3DES.')
    }
    return null
  }
}

function keyFrom(node: Node): KeyObject {
  const key = Buffer.from(asn1.toDer(node).getBytes(), 'latin1')
  try {
    return createPrivateKey({ key, format: 'der', type: 'pkcs8' })
  } catch {
    throw refused('pkcs12', 'The private key in it is damaged: it can not be read.')
  }
}

function parsed(bytes: string): Node {
  return asn1.fromDer(bytes, { strict: false, parseAllBytes: false } as unknown as boolean)
}

function childrenOf(node: Node): readonly Node[] {
  if (!Array.isArray(node.value)) throw new Error('no sequence')
  return node.value
}

function childAt(node: Node, at: number): Node {
  const child = childrenOf(node)[at]
  if (!child) throw new Error('too short')
  return child
}

function oidOf(node: Node): string {
  if (typeof node.value !== 'string') throw new Error('no name of an object')
  return asn1.derToOid(node.value)
}

/** The bytes of an octet string, which may be written in pieces. */
function octetsOf(node: Node): string {
  return typeof node.value === 'string' ? node.value : node.value.map(octetsOf).join('')
}
