import type { X509Certificate } from 'node:crypto'
import { createSecureContext } from 'node:tls'
import { certificateFrom, isSignedBy, nameOf, refused } from './material.ts'
import { blocksOf, certificateLabels, keyLabels, nothingIn } from './pem.ts'

/** Twice as many as browsers know. */
const mostAuthorities = 300

/** Reads certificates of authorities as PEM. @throws invalid, in words that say what would be right */
export function authoritiesFromPem(text: string): X509Certificate[] {
  const found = blocksOf(text)
  if (found.some((one) => keyLabels.includes(one.label))) {
    throw refused(
      'certificate',
      'There is a private key in it, which nobody else should have: give the certificates alone.',
    )
  }
  const blocks = found.filter((one) => certificateLabels.includes(one.label))
  if (blocks.length === 0) throw refused('certificate', nothingIn(found, 'CERTIFICATE'))
  if (blocks.length > mostAuthorities) {
    throw refused(
      'certificate',
      `There are ${blocks.length} certificates in it; at most ${mostAuthorities} are kept together.`,
    )
  }
  const read = blocks.map((one) => certificateFrom(one.text, 'certificate'))
  const distinct = [...new Map(read.map((one) => [one.fingerprint256, one])).values()]
  for (const one of distinct) checkVouches(one)
  return distinct
}

/** What is signed by itself vouches for itself, whatever else it may. */
function checkVouches(one: X509Certificate): void {
  if (!one.ca && !isSignedBy(one, one)) {
    throw refused(
      'certificate',
      `${nameOf(one)} is no authority: it may not sign certificates. Give the one that signed it.`,
    )
  }
  try {
    // What HAProxy reads it with has the last word.
    createSecureContext({ ca: one.toString() })
  } catch {
    throw refused('certificate', `${nameOf(one)} can not be used as an authority: it is damaged.`)
  }
}
