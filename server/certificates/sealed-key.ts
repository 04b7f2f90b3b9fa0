import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPrivateKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import { env } from '../env.ts'
import { keptSecret } from '../services/secrets.ts'

// A private key, or what a program has stored as a secret, lies in the database as AES-256-GCM has sealed it. What opens it is not there: it is in a file of the data folder, or
// comes with the environment.

const algorithm = 'aes-256-gcm'
/** The first word says how the rest is to be read. */
const format = 'v1'

export function sealedKey(privateKey: KeyObject, certificate_id: string): string {
  return sealedBytes(privateKey.export({ type: 'pkcs8', format: 'der' }), certificate_id)
}

/** The private key as PEM. Throws when it was sealed with another secret than this installation's, or was tampered with. */
export function unsealedKey(sealed: string, certificate_id: string): string {
  return createPrivateKey({ key: unsealedBytes(sealed, certificate_id), format: 'der', type: 'pkcs8' })
    .export({ type: 'pkcs8', format: 'pem' })
    .toString()
}

/** The id of its row is sealed in: what is moved to another row does not open. */
export function sealedBytes(plain: Buffer, id: string): string {
  const key = sealingKey()
  const start = randomBytes(12)
  const cipher = createCipheriv(algorithm, key, start).setAAD(Buffer.from(id))
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()])
  return [format, markOf(key), ...[start, sealed, cipher.getAuthTag()].map((one) => one.toString('base64url'))].join(
    '.',
  )
}

/** Throws when it was sealed with another secret than this installation's, or was tampered with. */
export function unsealedBytes(sealed: string, id: string): Buffer {
  const [version, mark, start = '', text = '', tag = ''] = sealed.split('.')
  const key = sealingKey()
  if (version !== format || mark !== markOf(key)) {
    throw new Error(
      'It was sealed with another secret: certificate.key of the data folder, or FULCRUM_CERTIFICATE_KEY, is not the one of that time.',
    )
  }
  const bytes = (part: string) => Buffer.from(part, 'base64url')
  const decipher = createDecipheriv(algorithm, key, bytes(start)).setAAD(Buffer.from(id)).setAuthTag(bytes(tag))
  return Buffer.concat([decipher.update(bytes(text)), decipher.final()])
}

function sealingKey(): Buffer {
  const secret = env().certificateKey ?? keptSecret('certificate.key')
  return Buffer.from(hkdfSync('sha256', secret, 'fulcrum', 'private keys of certificates', 32))
}

/** Tells one secret from another, and nothing about it. */
function markOf(key: Buffer): string {
  return createHash('sha256').update('mark').update(key).digest('hex').slice(0, 8)
}
