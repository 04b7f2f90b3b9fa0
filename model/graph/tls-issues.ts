import type { Issue } from '../errors.ts'
import { tlsVersions } from '../listener/tls.ts'
import type { Listener } from '../resources/listener.ts'
import { unsupported } from './rule-words.ts'

const ageOfVersions = Object.keys(tlsVersions)

/** Everything that a listener lacks, or has too much of, for terminating TLS. The sentences are Octavia's where it has one. */
export function terminationIssues(one: Listener): Issue[] {
  const about = (attribute: keyof Listener) => `listeners/${one.id}/${attribute}`
  return [
    ...certificateIssues(one, about),
    ...clientIssues(one, about),
    ...versionIssues(one, about('tls_versions')),
    ...hstsIssues(one, about),
  ]
}

type About = (attribute: keyof Listener) => string

function certificateIssues(one: Listener, about: About): Issue[] {
  if (one.default_tls_container_ref !== null || one.sni_container_refs.length > 0) return []
  const message =
    'Validation failure: An SNI or default certificate container reference must be provided for TERMINATED_HTTPS protocol listeners.'
  return [{ about: about('default_tls_container_ref'), message }]
}

function clientIssues(one: Listener, about: About): Issue[] {
  const issues: Issue[] = []
  if (one.client_authentication !== 'NONE' && one.client_ca_tls_container_ref === null) {
    const message = `Validation failure: Client authentication setting ${one.client_authentication} requires a client CA container reference.`
    issues.push({ about: about('client_authentication'), message })
  }
  if (one.client_crl_container_ref !== null && one.client_ca_tls_container_ref === null) {
    const message =
      'Validation failure: A client authentication CA reference is required to specify a client authentication revocation list.'
    issues.push({ about: about('client_crl_container_ref'), message })
  }
  return issues
}

/** HAProxy is told the oldest and the newest: clients that speak what lies between could not be turned away. */
export function versionIssues({ tls_versions }: Pick<Listener, 'tls_versions'>, at: string): Issue[] {
  const refusals = tls_versions.flatMap((version) => unsupported(at, tlsVersions[version].refusal))
  const ages = tls_versions.map((version) => ageOfVersions.indexOf(version))
  const [oldest, newest] = [Math.min(...ages), Math.max(...ages)]
  const between = ageOfVersions.filter((_, age) => age > oldest && age < newest && !ages.includes(age))
  return [
    ...refusals,
    ...between.flatMap((version) => unsupported(at, `TLS versions have to follow each other: ${version} is left out.`)),
  ]
}

function hstsIssues(one: Listener, about: About): Issue[] {
  if (one.hsts_max_age !== null || !(one.hsts_include_subdomains || one.hsts_preload)) return []
  const message =
    'Validation failure: HSTS configuration options hsts_include_subdomains and hsts_preload only make sense if hsts_max_age is set as well.'
  return [{ about: about('hsts_max_age'), message }]
}
