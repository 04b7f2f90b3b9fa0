export const tlsVersions = {
  SSLv3: 'SSL 3.0',
  TLSv1: 'TLS 1.0',
  'TLSv1.1': 'TLS 1.1',
  'TLSv1.2': 'TLS 1.2',
  'TLSv1.3': 'TLS 1.3',
} as const satisfies Record<string, string>
export type TlsVersion = keyof typeof tlsVersions

export const alpnProtocols = {
  h2: 'HTTP/2',
  'http/1.1': 'HTTP/1.1',
  'http/1.0': 'HTTP/1.0',
} as const satisfies Record<string, string>
export type AlpnProtocol = keyof typeof alpnProtocols

export const clientAuthentications = {
  NONE: 'Clients are not asked for a certificate.',
  OPTIONAL: 'Clients may show a certificate.',
  MANDATORY: 'Clients must show a certificate.',
} as const satisfies Record<string, string>
export type ClientAuthentication = keyof typeof clientAuthentications

/** Characters that an OpenSSL cipher list may have; anything else never reaches a configuration file. */
export const cipherCharacters = /^[A-Za-z0-9\-+!:@=_.]*$/
