// Sets of policies and requests that they take, alike in every run.
import { createHash } from 'node:crypto'

/**
 * A policy as the compiler's cases write it down.
 * @typedef {import('../../../proxy-engine/src/compile/golden/rows').PolicyCase} PolicyCase
 * @typedef {{ readonly host: string, readonly path: string, readonly tenant?: string, readonly cookie?: string }} Asked tenant: the header X-Tenant
 * @typedef {{ readonly policy: PolicyCase, readonly asked: Asked }} Aimed a policy and a request that it takes
 *
 * @typedef {object} PolicySet
 * @property {string} title
 * @property {(count: number) => readonly Aimed[]} aimed
 */

/** @satisfies {Readonly<Record<string, PolicySet>>} */
export const policySets = {
  hosts: { title: 'hosts', aimed: (count) => Array.from({ length: count }, (_, at) => hostPolicy(at)) },
  mixed: {
    title: 'hosts, host and path prefixes, paths, wildcards',
    aimed: (count) => mixed(mixture, count),
  },
  headers: { title: 'a header each', aimed: (count) => Array.from({ length: count }, (_, at) => headerPolicy(at)) },
  residual: {
    title: 'headers, cookies, parameters, parts of paths, expressions, pairs of conditions',
    aimed: (count) => mixed(residual, count),
  },
}

/** Of ten policies of a mixed set. */
const mixture = [
  ...[hostPolicy, sitePolicy, hostPolicy, sitePolicy, hostPolicy],
  ...[prefixPolicy, sitePolicy, pathPolicy, hostPolicy, wildcardPolicy],
]

/** Policies that no lookup finds, as many of each. */
const residual = [headerPolicy, cookiePolicy, parameterPolicy, partOfPathPolicy, expressionPolicy, pairPolicy]

/** One kind after the other, shuffled. @param {readonly ((at: number) => Aimed)[]} kinds @param {number} count */
function mixed(kinds, count) {
  return shuffled(Array.from({ length: count }, (_, at) => (kinds[at % kinds.length] ?? hostPolicy)(at)))
}

/** @param {number} at @returns {Aimed} */
function hostPolicy(at) {
  const host = `shop${at}.example.com`
  return aimed(at, [['HOST_NAME', 'EQUAL_TO', host]], { host, path: '/' })
}

/** @param {number} at @returns {Aimed} */
function sitePolicy(at) {
  // Ten paths of one host each.
  const host = `site${Math.floor(at / 30)}.example.org`
  const path = `/app${at}`
  const rules = /** @type {const} */ ([
    ['HOST_NAME', 'EQUAL_TO', host],
    ['PATH', 'STARTS_WITH', path],
  ])
  return aimed(at, rules, { host, path: `${path}/index` })
}

/** @param {number} at @returns {Aimed} */
function prefixPolicy(at) {
  return aimed(at, [['PATH', 'STARTS_WITH', `/area${at}/`]], { host: 'www.example.net', path: `/area${at}/index` })
}

/** @param {number} at @returns {Aimed} */
function pathPolicy(at) {
  return aimed(at, [['PATH', 'EQUAL_TO', `/page${at}`]], { host: 'www.example.net', path: `/page${at}` })
}

/** @param {number} at @returns {Aimed} */
function wildcardPolicy(at) {
  const domain = `.tenant${at}.example.io`
  return aimed(at, [['HOST_NAME', 'ENDS_WITH', domain]], { host: `www${domain}`, path: '/' })
}

/** @param {number} at */
function headerPolicy(at) {
  return keyed(at, { type: 'HEADER', key: 'X-Tenant', value: `t${at}` }, { tenant: `t${at}` })
}

/** @param {number} at */
function cookiePolicy(at) {
  return keyed(at, { type: 'COOKIE', key: 'group', value: `g${at}` }, { cookie: `lang=en; group=g${at}` })
}

/** @param {number} at */
function parameterPolicy(at) {
  return keyed(at, { type: 'QUERY_STRING', key: 'shop', value: `s${at}` }, { path: `/?page=2&shop=s${at}` })
}

/** @param {number} at @returns {Aimed} */
function partOfPathPolicy(at) {
  return aimed(at, [['PATH', 'CONTAINS', `/item${at}/`]], { ...anyone, path: `/shop/item${at}/index` })
}

/** @param {number} at @returns {Aimed} */
function expressionPolicy(at) {
  return aimed(at, [['PATH', 'REGEX', `^/v[0-9]+/call${at}$`]], { ...anyone, path: `/v2/call${at}` })
}

/** @param {number} at @returns {Aimed} */
function pairPolicy(at) {
  const { policy, asked } = headerPolicy(at)
  const path = /** @type {const} */ ({ type: 'PATH', compare_type: 'STARTS_WITH', value: '/api' })
  return { policy: { ...policy, rules: [...policy.rules, path] }, asked: { ...asked, path: '/api/index' } }
}

const anyone = { host: 'www.example.net', path: '/' }

/**
 * @param {number} at
 * @param {{ readonly type: 'HEADER' | 'COOKIE' | 'QUERY_STRING', readonly key: string, readonly value: string }} rule
 * @param {Partial<Asked>} asked
 * @returns {Aimed}
 */
function keyed(at, rule, asked) {
  const compare_type = /** @type {const} */ ('EQUAL_TO')
  return { policy: { ...target(at), rules: [{ ...rule, compare_type }] }, asked: { ...anyone, ...asked } }
}

/**
 * @param {number} at
 * @param {readonly (readonly ['HOST_NAME' | 'PATH', 'EQUAL_TO' | 'STARTS_WITH' | 'ENDS_WITH' | 'CONTAINS' | 'REGEX', string])[]} rules
 * @param {Asked} asked
 * @returns {Aimed}
 */
function aimed(at, rules, asked) {
  return {
    policy: { ...target(at), rules: rules.map(([type, compare_type, value]) => ({ type, compare_type, value })) },
    asked,
  }
}

/** Ids as they are: without anything in common. @param {number} at */
function target(at) {
  const [, ...parts] = /^(.{8})(.{4})(.{4})(.{4})(.{12})/.exec(createHash('md5').update(String(at)).digest('hex')) ?? []
  return { id: parts.join('-'), action: /** @type {const} */ ('REDIRECT_TO_POOL'), pool: 0 }
}

/**
 * In an order that looks like chance and is always the same.
 * @template T
 * @param {readonly T[]} items
 * @returns {readonly T[]}
 */
export function shuffled(items) {
  const result = [...items]
  let state = 1
  for (let at = result.length - 1; at > 0; at -= 1) {
    state = (state * 48_271) % 2_147_483_647
    const other = state % (at + 1)
    const [one, two] = [result[at], result[other]]
    if (one === undefined || two === undefined) continue
    result[at] = two
    result[other] = one
  }
  return result
}
