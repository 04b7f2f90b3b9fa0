import type { CompiledLoadBalancer } from '../compile/compiled.ts'
import type { Change } from './reasons.ts'
import type { CertificateStep, SessionScope, TicketStep } from './step.ts'

/** What one command to HAProxy may carry (`tune.bufsize`), with room for its own words; a longer chain waits for a reload. */
const longestPem = 14_000

/** Certificates that are replaced while HAProxy runs. One that comes or goes changes the list of a listener: that is a reload. */
export function certificateSteps(
  before: CompiledLoadBalancer | null,
  after: CompiledLoadBalancer | null,
): CertificateStep[] {
  return replaced(before, after).map(({ after: part, certificate }) => ({
    do: 'set-certificate',
    loadbalancer_id: part.loadbalancer_id,
    certificate,
    listener: part.titleOf(certificate.about) ?? certificate.about,
  }))
}

/** What the sessions of a listener are bound to: who vouches for its clients, and whether they need anybody to. */
export function sessionScopes({ clientTrusts, certificates }: CompiledLoadBalancer): SessionScope[] {
  const pems = new Map(certificates.map((one) => [one.name, one.pem]))
  return clientTrusts.map(({ name, authentication, files }) => ({
    name,
    under: [authentication, ...files.map((file) => pems.get(file) ?? '')],
  }))
}

/** Listeners whose authorities or lists are replaced while HAProxy runs. */
export function ticketSteps(before: CompiledLoadBalancer | null, after: CompiledLoadBalancer | null): TicketStep[] {
  if (before === null || after === null) return []
  const had = new Map(sessionScopes(before).map((one) => [one.name, one.under.join('\n')]))
  const abouts = new Map(after.clientTrusts.map((one) => [one.name, one.about]))
  return sessionScopes(after)
    .filter(({ name, under }) => had.has(name) && had.get(name) !== under.join('\n'))
    .map((sessions) => {
      const about = abouts.get(sessions.name) ?? ''
      const listener = after.titleOf(about) ?? about
      return { do: 'renew-tickets', loadbalancer_id: after.loadbalancer_id, sessions, listener }
    })
}

/**
 * Listeners whose list of certificates is another; what is too long for a command; and pools that other authorities or lists vouch for the
 * members of: HAProxy would go on over its open connections to a member that is revoked for as long as there is traffic.
 */
export function certificateChanges(before: CompiledLoadBalancer, after: CompiledLoadBalancer): Change[] {
  const had = new Map(before.certificateLists.map((one) => [one.name, one.files.join(' ')]))
  const lists = after.certificateLists.filter((one) => had.has(one.name) && had.get(one.name) !== one.files.join(' '))
  const ofMembers = new Set(after.servers.flatMap(({ files }) => files))
  const others = replaced(before, after)
    .map(({ certificate }) => certificate)
    .filter(({ kind, name, pem }) => pem.length > longestPem || (kind !== 'CERTIFICATE' && ofMembers.has(name)))
  return [...lists, ...others].map(({ about }) => ({ about, had: true, has: true }))
}

function replaced(before: CompiledLoadBalancer | null, after: CompiledLoadBalancer | null) {
  if (before === null || after === null) return []
  const had = new Map(before.certificates.map((one) => [one.name, one.pem]))
  return after.certificates.flatMap((certificate) => {
    const old = had.get(certificate.name)
    return old === undefined || old === certificate.pem ? [] : [{ after, certificate }]
  })
}
