export type TlsVersionKind = {
  readonly label: string
  /** HAProxy's word. */
  readonly word: string
  /** Why nobody should offer it, or null. */
  readonly weakness: string | null
  /** Why it is refused, or null. */
  readonly refusal: string | null
}

/** In the order of their age. */
export const tlsVersions = {
  SSLv3: {
    label: 'SSL 3.0',
    word: 'SSLv3',
    weakness: 'broken since 2014',
    refusal: 'SSL 3.0 is broken, and the data plane is built without it.',
  },
  TLSv1: { label: 'TLS 1.0', word: 'TLSv1.0', weakness: 'no browser speaks it since 2020', refusal: null },
  'TLSv1.1': { label: 'TLS 1.1', word: 'TLSv1.1', weakness: 'no browser speaks it since 2020', refusal: null },
  'TLSv1.2': { label: 'TLS 1.2', word: 'TLSv1.2', weakness: null, refusal: null },
  'TLSv1.3': { label: 'TLS 1.3', word: 'TLSv1.3', weakness: null, refusal: null },
} as const satisfies Record<string, TlsVersionKind>
export type TlsVersion = keyof typeof tlsVersions

export const alpnProtocols = {
  h2: 'HTTP/2',
  'http/1.1': 'HTTP/1.1',
  'http/1.0': 'HTTP/1.0',
} as const satisfies Record<string, string>
export type AlpnProtocol = keyof typeof alpnProtocols

export const clientAuthentications = {
  NONE: { label: 'Not asked for', help: 'Clients show no certificate.' },
  OPTIONAL: {
    label: 'Optional',
    help: 'Clients may show one, and are let in whatever it is: policies and members decide.',
  },
  MANDATORY: {
    label: 'Mandatory',
    help: 'Clients must show one that the authority vouches for, or they are turned away.',
  },
} as const satisfies Record<string, { readonly label: string; readonly help: string }>
export type ClientAuthentication = keyof typeof clientAuthentications

/** Characters that an OpenSSL cipher list may have; anything else never reaches a configuration file. */
export const cipherCharacters = /^[A-Za-z0-9\-+!:@=_.]*$/

/** What a listener offers where nobody chose: Octavia's defaults (reference: API contract, section 6). */
export const defaultTls = {
  versions: ['TLSv1.2', 'TLSv1.3'],
  alpn: ['h2', 'http/1.1', 'http/1.0'],
  ciphers: [
    'TLS_AES_128_GCM_SHA256',
    'TLS_AES_256_GCM_SHA384',
    'TLS_CHACHA20_POLY1305_SHA256',
    'ECDHE-ECDSA-AES128-GCM-SHA256',
    'ECDHE-RSA-AES128-GCM-SHA256',
    'ECDHE-ECDSA-AES256-GCM-SHA384',
    'ECDHE-RSA-AES256-GCM-SHA384',
    'ECDHE-ECDSA-CHACHA20-POLY1305',
    'ECDHE-RSA-CHACHA20-POLY1305',
    'DHE-RSA-AES128-GCM-SHA256',
    'DHE-RSA-AES256-GCM-SHA384',
    'DHE-RSA-CHACHA20-POLY1305',
  ].join(':'),
} as const satisfies {
  readonly versions: readonly TlsVersion[]
  readonly alpn: readonly AlpnProtocol[]
  readonly ciphers: string
}

type Chosen = {
  readonly tls_versions: readonly TlsVersion[]
  readonly alpn_protocols: readonly AlpnProtocol[]
  readonly tls_ciphers: string | null
}

/** What clients are offered: what was chosen, and the defaults for the rest. Versions in the order of their age. */
export function offeredTls({ tls_versions, alpn_protocols, tls_ciphers }: Chosen) {
  const ages = Object.keys(tlsVersions) as TlsVersion[]
  const chosen: readonly TlsVersion[] = tls_versions.length > 0 ? tls_versions : defaultTls.versions
  return {
    versions: ages.filter((one) => chosen.includes(one)),
    alpn: alpn_protocols.length > 0 ? alpn_protocols : defaultTls.alpn,
    ciphers: tls_ciphers ?? defaultTls.ciphers,
  }
}

/** A cipher list in its two halves: OpenSSL has names of their own for TLS 1.3, and takes them apart from the others. */
export function cipherHalves(list: string): { readonly upTo12: string; readonly from13: string } {
  const names = list.split(':').filter((one) => one !== '')
  const isOf13 = (name: string) => name.startsWith('TLS_')
  return {
    upTo12: names.filter((one) => !isOf13(one)).join(':'),
    from13: names.filter(isOf13).join(':'),
  }
}
