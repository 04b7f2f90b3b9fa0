import { type CertificateReference, referencesOfPool } from 'model/certificate/references'
import { offeredTls } from 'model/listener/tls'
import type { HealthMonitor } from 'model/resources/health-monitor'
import type { Member } from 'model/resources/member'
import type { Pool } from 'model/resources/pool'
import type { Line } from './compiled.ts'
import { line } from './ir.ts'
import { fileNameOf, offeredWords } from './tls.ts'
import { expression, keyword, quoted, type Word } from './words.ts'

export type MemberTls = {
  readonly words: readonly Word[]
  /** What its checks add, where they speak to the service itself. */
  readonly checkWords: readonly Word[]
  /** Names of certificate files. */
  readonly files: readonly string[]
}

type Input = {
  readonly pool: Pool
  readonly mode: 'http' | 'tcp'
  readonly member: Member
  readonly monitor: HealthMonitor | null
}

const nothing: MemberTls = { words: [], checkWords: [], files: [] }

/**
 * How TLS is spoken with a member. HAProxy asks for a name (SNI) and, where an authority is given, wants a certificate for that one: the
 * member's own name where it is a host name, or else the name that the client has asked for. Connections of TCP have no such name: there
 * the authority's word is enough.
 */
export function memberTls({ pool, mode, member, monitor }: Input): MemberTls {
  if (!pool.tls_enabled) return nothing
  const { alpn } = offeredTls(pool)
  const own = hostNameOf(member)
  const checked = own ?? monitor?.domain_name ?? null
  return {
    words: [
      expression('ssl'),
      ...trustWords(pool),
      ...(own !== null ? [expression('sni'), quoted(`str(${own})`)] : mode === 'http' ? [askedName] : []),
      ...(mode === 'http' ? [expression('alpn'), quoted(alpn.join(','))] : []),
      ...offeredWords(pool),
    ],
    checkWords: [
      expression('check-ssl'),
      ...(checked === null ? [] : [expression('check-sni'), keyword(checked)]),
      ...(mode === 'http' ? [expression('check-alpn'), quoted(alpn.join(','))] : []),
    ],
    files: referencesOfPool(pool).map((one) => fileOf(pool, one)),
  }
}

/** The name in the Host header. */
const askedName = expression('sni req.hdr(host),host_only')

/** Without a name there is nothing that a certificate could be good for: such a request reaches no member. */
export function nameLines(pool: Pool, mode: 'http' | 'tcp', about: string): Line[] {
  if (mode === 'tcp' || !pool.tls_enabled || pool.ca_tls_container_ref === null) return []
  return [line(about, expression('http-request deny deny_status 400 unless { req.hdr(host),host_only -m len gt 0 }'))]
}

function trustWords(pool: Pool): Word[] {
  const wordOf = {
    AUTHORITY: expression('ca-file'),
    REVOCATION_LIST: expression('crl-file'),
    CERTIFICATE: expression('crt'),
  }
  const files = referencesOfPool(pool).flatMap((one) => [wordOf[one.kind], keyword(fileOf(pool, one))])
  const verifies = pool.ca_tls_container_ref !== null
  return [expression('verify'), verifies ? expression('required') : expression('none'), ...files]
}

function fileOf(pool: Pool, { reference }: CertificateReference): string {
  return fileNameOf(reference, pool.loadbalancer_id)
}

const hostName = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/i

/** The name of a member where it is one that certificates can have: several labels, and no address. */
function hostNameOf({ name }: Member): string | null {
  return hostName.test(name) ? name.toLowerCase() : null
}
