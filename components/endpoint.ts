/** Address and port as a client writes them: an IPv6 address stands in brackets. */
export function endpoint(address: string | null, port: number): string {
  const host = address ?? '?'
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}
