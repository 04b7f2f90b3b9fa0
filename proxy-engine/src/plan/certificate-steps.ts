import type { CompiledLoadBalancer } from '../compile/compiled.ts'
import type { Change } from './reasons.ts'
import type { CertificateStep } from './step.ts'

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

/** Listeners whose list of certificates is another, and those with a certificate that is too long for a command. */
export function certificateChanges(before: CompiledLoadBalancer, after: CompiledLoadBalancer): Change[] {
  const had = new Map(before.certificateLists.map((one) => [one.name, one.files.join(' ')]))
  const lists = after.certificateLists.filter((one) => had.has(one.name) && had.get(one.name) !== one.files.join(' '))
  const long = replaced(before, after).flatMap(({ certificate }) =>
    certificate.pem.length > longestPem ? certificate : [],
  )
  return [...lists, ...long].map(({ about }) => ({ about, had: true, has: true }))
}

function replaced(before: CompiledLoadBalancer | null, after: CompiledLoadBalancer | null) {
  if (before === null || after === null) return []
  const had = new Map(before.certificates.map((one) => [one.name, one.pem]))
  return after.certificates.flatMap((certificate) => {
    const old = had.get(certificate.name)
    return old === undefined || old === certificate.pem ? [] : [{ after, certificate }]
  })
}
