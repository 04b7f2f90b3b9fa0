import { pathOf } from 'model/graph/graph'
import { isCached } from 'model/listener/cache'
import type { Listener } from 'model/resources/listener'
import type { Pool } from 'model/resources/pool'
import type { Line, Section } from './compiled.ts'
import { line, wrappedLines } from './ir.ts'
import { expression, keyword, number, quoted, type Word } from './words.ts'

// A cache belongs to one pool behind one listener, and is asked in the backend, when policies have decided: what one pool said is never
// given for another, and who is refused is refused. HAProxy's own rules keep out what is private: requests with Authorization, answers
// with `private`, `no-store` or `no-cache`, or a Vary that it can not tell apart; and an unsafe method forgets what was kept.

type Cached = { readonly pool: Pick<Pool, 'id'>; readonly listener: Listener }

const bytesPerMegabyte = 1_048_576
const bytesPerKilobyte = 1_024

/** HAProxy takes 32 characters: 16 of each id, those of an example's that differ. */
function cacheName({ pool, listener }: Cached): Word {
  const half = (id: string) => {
    const digits = id.replaceAll('-', '')
    return `${digits.slice(8, 12)}${digits.slice(20)}`
  }
  return keyword(`${half(pool.id)}${half(listener.id)}`)
}

/** What is kept, of one of so many pools. */
export function cacheSections(cached: Cached, poolCount: number): Section[] {
  const { listener } = cached
  if (!isCached(listener)) return []
  const about = pathOf({ kind: 'listener', id: listener.id })
  const megabytes = Math.max(1, Math.floor(listener.cache_size / poolCount))
  const largest = Math.min(listener.cache_max_object_size * bytesPerKilobyte, (megabytes * bytesPerMegabyte) / 2)
  const lines = [
    line(about, expression('total-max-size'), number(megabytes)),
    line(about, expression('max-object-size'), number(largest)),
    line(about, expression('max-age'), number(listener.cache_ttl)),
    line(about, expression('process-vary on')),
  ]
  return [{ name: `cache ${cacheName(cached)}`, about, lines }]
}

/**
 * In the frontend: which requests it is about, by the path that the client asked for, whatever a policy makes of it. What was asked with
 * a cookie may be meant for one person: unless its answer says how long it may be kept, it is not.
 */
export function cachedPathLines(listener: Listener, about: string): Line[] {
  if (!isCached(listener)) return []
  return [
    ...wrappedLines(about, [expression('acl cached_path path -m beg --')], listener.cache_paths.map(quoted)),
    line(about, expression('http-request set-var(txn.cached) bool(true) if cached_path')),
    line(about, expression('http-request set-var(txn.kept) bool(true) if cached_path !{ req.hdr(Cookie) -m found }')),
  ]
}

/** The age that we gave an answer which said nothing, so that neither the client nor anybody between us takes it for the member's. */
const ourAge = 'fulcrum'

/** In the backend. */
export function cacheLines(cached: Cached, about: string): Line[] {
  const { listener } = cached
  if (!isCached(listener)) return []
  const name = cacheName(cached)
  return [
    line(about, expression('filter cache'), name),
    line(about, expression('http-request cache-use'), name, expression('if { var(txn.cached) -m found }')),
    line(
      about,
      expression('http-response set-header Cache-Control'),
      quoted(`max-age=${number(listener.cache_ttl)}, ${ourAge}`),
      expression(
        'if { var(txn.kept) -m found } { status 200 } !{ res.hdr(Cache-Control) -m found } !{ res.hdr(Expires) -m found } !{ res.hdr(Pragma) -m found }',
      ),
    ),
    line(
      about,
      expression('http-response cache-store'),
      name,
      expression('if { var(txn.cached) -m found } !{ res.hdr(Set-Cookie) -m found }'),
    ),
    line(
      about,
      expression('http-after-response del-header Cache-Control if { res.fhdr(Cache-Control) -m end'),
      quoted(`, ${ourAge}`),
      expression('}'),
    ),
  ]
}
