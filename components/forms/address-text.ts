/** An address with its port, as URLs and HAProxy write it: IPv6 in brackets. */
export function withPort(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
}
