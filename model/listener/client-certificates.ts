import type { Listener } from '../resources/listener.ts'

/** Whether clients are asked for a certificate. */
export function asksForCertificates({
  protocol,
  client_authentication,
}: Pick<Listener, 'protocol' | 'client_authentication'>): boolean {
  return protocol === 'TERMINATED_HTTPS' && client_authentication !== 'NONE'
}
