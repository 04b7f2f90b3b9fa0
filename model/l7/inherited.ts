/** Stand in URLs for what the request had. `${port}` is the port of the listener, `${query}` comes without its question mark. */
export const inherited = {
  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: this is the text that people write, and Huawei's clients send.
  protocol: '${protocol}',
  host: '${host}',
  port: '${port}',
  path: '${path}',
  query: '${query}',
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: see above.
} as const
export type UrlPart = keyof typeof inherited
