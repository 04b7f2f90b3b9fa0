import type { Algorithm } from 'model/pool/algorithms'
import type { PersistenceType } from 'model/pool/persistence-kinds'
import type { Pool } from 'model/resources/pool'
import { shortId } from 'model/short-id'
import { expression, keyword, sample, type Word } from './words.ts'

export type Persistence = {
  /** What it takes the place of the pool's algorithm with. */
  readonly algorithm: Algorithm | null
  readonly lines: readonly (readonly Word[])[]
  readonly setsCookies: boolean
  readonly needsStickTables: boolean
}

type PersistenceMaker = {
  /** Cookies are seen only where HTTP is read; elsewhere they are accepted and without effect, as in Octavia. */
  readonly readsHttp: boolean
  readonly make: (pool: Pool, cookieName: string) => Persistence
}

const none: Persistence = { algorithm: null, lines: [], setsCookies: false, needsStickTables: false }

const makers = {
  // Without a table: it survives reloads, costs no memory and can not be flooded.
  SOURCE_IP: { readsHttp: false, make: () => ({ ...none, algorithm: 'SOURCE_IP' }) },

  // Dynamic cookies are computed from the member's address, so that members added at run time have one too; the key keeps addresses
  // from being guessed. Each pool has its own cookie: browsers send a cookie to every port and path of a host.
  HTTP_COOKIE: {
    readsHttp: true,
    make: (pool) => ({
      ...none,
      setsCookies: true,
      lines: [
        [
          expression('cookie'),
          keyword(`FULCRUM-${shortId(pool.id)}`),
          expression('insert indirect nocache httponly dynamic'),
        ],
        [expression('dynamic-cookie-key'), keyword(pool.id)],
      ],
    }),
  },

  // The table holds digests: keys of any length keep apart that way, and a session's secret is not kept in memory.
  APP_COOKIE: {
    readsHttp: true,
    make: (_pool, cookieName) => {
      const digest = sample(expression('res.cook'), cookieName, ',sha2(256)')
      return {
        ...none,
        needsStickTables: true,
        lines: [
          [expression('stick-table type binary len 32 size 100k expire 24h peers fulcrum')],
          [expression('stick store-response'), digest],
          [expression('stick match'), sample(expression('req.cook'), cookieName, ',sha2(256)')],
        ],
      }
    },
  },
} as const satisfies Record<PersistenceType, PersistenceMaker>

/** How clients of a pool are kept on the member that they met first, where `mode` is what HAProxy reads. */
export function persistenceOf(pool: Pool, mode: 'http' | 'tcp'): Persistence {
  if (pool.session_persistence === null) return none
  const maker: PersistenceMaker = makers[pool.session_persistence.type]
  return maker.readsHttp && mode !== 'http' ? none : maker.make(pool, pool.session_persistence.cookie_name ?? '')
}

/** The algorithm that a pool really uses. */
export function algorithmOf(pool: Pool, mode: 'http' | 'tcp'): Algorithm {
  return persistenceOf(pool, mode).algorithm ?? pool.lb_algorithm
}
