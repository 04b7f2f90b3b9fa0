import type { RuleCore } from '../rule.ts'
import { type RuleType, ruleKinds } from '../rule-kinds.ts'

/** What a rule looks at. Rules about one subject can rule each other out; those about two can not. */
export type Subject = {
  /** Tells subjects apart: `host`, `header x-canary`. */
  readonly key: string
  readonly part: RequestPart
  /** The name of the header, cookie or parameter, or the path of the value; null where there is only one text. */
  readonly name: string | null
}

/**
 * The parts of a request that rules look at, and all that a listener lets through there. It may be more than HAProxy does: then a
 * policy that is dead might not be found, and never the other way round.
 */
export type PartKind = {
  /** At most one text (of a name, where it has names), any number of them, or an address. */
  readonly holds: 'one' | 'many' | 'address'
  /** A request always has it. */
  readonly isAlwaysThere: boolean
  /** A regular expression for every text that can stand there; no text has a line feed in it. */
  readonly domain: string
  /** Texts to begin with, for a request that people can read. */
  readonly samples: readonly string[]
}

const anyLine = '^[^\\n]*$'
const trimmed = '^([^ \\t\\r\\n]([^\\r\\n]*[^ \\t\\r\\n])?)?$'

export const partKinds = {
  host: {
    holds: 'one',
    isAlwaysThere: false,
    domain: '^[^A-Z\\r\\n]*$',
    samples: ['www.example.com', 'shop.example.net'],
  },
  path: { holds: 'one', isAlwaysThere: false, domain: '^/[^\\x00-\\x20?]*$', samples: ['/', '/index.html'] },
  method: {
    holds: 'one',
    isAlwaysThere: true,
    domain: "^[A-Za-z0-9!#$%&'*+.^_`|~-]+$",
    samples: ['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'PATCH'],
  },
  header: { holds: 'many', isAlwaysThere: false, domain: trimmed, samples: ['a'] },
  cookie: { holds: 'many', isAlwaysThere: false, domain: trimmed, samples: ['a'] },
  parameter: { holds: 'many', isAlwaysThere: false, domain: '^[^\\x00-\\x20&;?]*$', samples: ['a'] },
  body: { holds: 'one', isAlwaysThere: false, domain: anyLine, samples: ['', 'a'] },
  json: { holds: 'one', isAlwaysThere: false, domain: anyLine, samples: ['a'] },
  source: { holds: 'address', isAlwaysThere: true, domain: '', samples: ['192.0.2.1', '203.0.113.7'] },
} as const satisfies Record<string, PartKind>
export type RequestPart = keyof typeof partKinds

/** Where each rule type looks; null where there is nothing to see, so that no rule of the type holds. */
const partOf: Record<RuleType, RequestPart | null> = {
  HOST_NAME: 'host',
  PATH: 'path',
  FILE_TYPE: 'path',
  HEADER: 'header',
  COOKIE: 'cookie',
  METHOD: 'method',
  QUERY_STRING: 'parameter',
  SOURCE_IP: 'source',
  BODY: 'body',
  BODY_JSON: 'json',
  SSL_CONN_HAS_CERT: null,
  SSL_VERIFY_RESULT: null,
  SSL_DN_FIELD: null,
}

export function subjectOf({ type, key }: RuleCore): Subject | null {
  const part = partOf[type]
  if (part === null) return null
  if (ruleKinds[type].key === null) return { key: part, part, name: null }
  // The names of headers are read in any case.
  const name = key ?? ''
  return { key: `${part} ${part === 'header' ? name.toLowerCase() : name}`, part, name }
}
