/** Policies stand where HTTP is read. */
export function takesPolicies(protocol: string): boolean {
  return protocol === 'HTTP' || protocol === 'TERMINATED_HTTPS'
}
