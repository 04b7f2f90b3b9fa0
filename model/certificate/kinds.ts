export type CertificateKindWords = {
  readonly label: string
  readonly help: string
  /** In the middle of a sentence. */
  readonly noun: string
  /** What it means to clients or members that it has ended, or has not begun. */
  readonly consequence: string
  /** How many days before its end it needs attention. Lists are short-lived: most hold for a week. */
  readonly attentionDays: number
}

/** What the store keeps. */
export const certificateKinds = {
  CERTIFICATE: {
    label: 'Certificate',
    help: 'With its chain and its private key: what listeners show to clients, and pools to members.',
    noun: 'a certificate with its private key',
    consequence: 'clients refuse it',
    attentionDays: 30,
  },
  AUTHORITY: {
    label: 'Authority',
    help: 'Certificates of authorities, without keys: who may vouch for clients or for members.',
    noun: 'the certificate of an authority',
    consequence: 'what it has signed is refused',
    attentionDays: 30,
  },
  REVOCATION_LIST: {
    label: 'Revocation list',
    help: 'What authorities have taken back before its end (CRL).',
    noun: 'a revocation list',
    consequence: 'every certificate of its authority is refused',
    attentionDays: 3,
  },
} as const satisfies Record<string, CertificateKindWords>
export type CertificateKind = keyof typeof certificateKinds
