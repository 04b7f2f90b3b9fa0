import type { CertificateKind } from 'model/certificate/kinds'
import { certificateFrom } from './material.ts'
import { blocksOf, certificateLabels, keyLabels } from './pem.ts'
import { isPkcs12 } from './pkcs12.ts'

const listLabel = 'X509 CRL'
/** What anybody may read. */
const publicLabels = [...certificateLabels, listLabel, 'PUBLIC KEY']

/**
 * What a payload is good for without anything beside it; null where it is a part of something, or has nothing to do with TLS. A
 * certificate of a server alone is such a part: its key comes as another secret.
 */
export function certificateKindIn(payload: Buffer): CertificateKind | null {
  const blocks = blocksOf(payload.toString('latin1'))
  if (blocks.length === 0) return isPkcs12(payload) ? 'CERTIFICATE' : null
  const certificates = blocks.filter((one) => certificateLabels.includes(one.label))
  if (blocks.some((one) => keyLabels.includes(one.label))) return certificates.length > 0 ? 'CERTIFICATE' : null
  if (blocks.some((one) => one.label === listLabel)) return 'REVOCATION_LIST'
  return certificates.length > 0 && certificates.every((one) => isAuthority(one.text)) ? 'AUTHORITY' : null
}

function isAuthority(pem: string): boolean {
  try {
    return certificateFrom(pem, 'payload').ca
  } catch {
    return false
  }
}

/** Whether it holds nothing but certificates, lists and public keys. Of anything else nobody knows who may see it. */
export function isPublicContent(payload: Buffer): boolean {
  const text = payload.toString('latin1')
  const blocks = blocksOf(text)
  const inBlocks = blocks.reduce((sum, one) => sum + lengthOf(one.text), 0)
  return blocks.length > 0 && blocks.every((one) => publicLabels.includes(one.label)) && inBlocks === lengthOf(text)
}

function lengthOf(text: string): number {
  return text.replaceAll(/\s/g, '').length
}
