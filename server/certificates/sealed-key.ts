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

// A private key lies in the database as AES-256-GCM has sealed it. What opens it is not there: it is in a file of the data folder, or
// comes with the environment.

const algorithm = 'aes-256-gcm'
/** The first word says how the rest is to be read. */
const format = 'v1'

/** The certificate's id is sealed in: a sealed key that is moved to another row does not open. */
export function sealedKey(privateKey: KeyObject, certificate_id: string): string {
  const key = sealingKey()
  const start = randomBytes(12)
  const cipher = createCipheriv(algorithm, key, start).setAAD(Buffer.from(certificate_id))
  const plain = privateKey.export({ type: 'pkcs8', format: 'der' })
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()])
  return [format, markOf(key), ...[start, sealed, cipher.getAuthTag()].map((one) => one.toString('base64url'))].join(
    '.',
  )
}

/** The private key as PEM. Throws when it was sealed with another secret than this installation's, or was tampered with. */
export function unsealedKey(sealed: string, certificate_id: string): string {
  const [version, mark, start = '', text = '', tag = ''] = sealed.split('.')
  const key = sealingKey()
  if (version !== format || mark !== markOf(key)) {
    throw new Error(
      'The private key was sealed with another secret: certificate.key of the data folder, or FULCRUM_CERTIFICATE_KEY, is not the one of that time.',
    )
  }
  const bytes = (part: string) => Buffer.from(part, 'base64url')
  const decipher = createDecipheriv(algorithm, key, bytes(start))
    .setAAD(Buffer.from(certificate_id))
    .setAuthTag(bytes(tag))
  const plain = Buffer.concat([decipher.update(bytes(text)), decipher.final()])
  return createPrivateKey({ key: plain, format: 'der', type: 'pkcs8' })
    .export({ type: 'pkcs8', format: 'pem' })
    .toString()
}

function sealingKey(): Buffer {
  const secret = env().certificateKey ?? keptSecret('certificate.key')
  return Buffer.from(hkdfSync('sha256', secret, 'fulcrum', 'private keys of certificates', 32))
}

/** Tells one secret from another, and nothing about it. */
function markOf(key: Buffer): string {
  return createHash('sha256').update('mark').update(key).digest('hex').slice(0, 8)
}
