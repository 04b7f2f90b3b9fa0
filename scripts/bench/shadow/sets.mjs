/**
 * @typedef {{ type: string, compare_type: string, key: string | null, value: string, invert: boolean }} Rule
 * @typedef {(number: number) => readonly Rule[]} Maker makes the rules of one policy
 */

/**
 * @param {string} type
 * @param {string} compare_type
 * @param {string} value
 * @param {{ key?: string, invert?: boolean }} [more]
 * @returns {Rule}
 */
const rule = (type, compare_type, value, { key, invert = false } = {}) => ({
  type,
  compare_type,
  key: key ?? null,
  value,
  invert,
})

/** @type {Maker} what a shop with many tenants has */
const tenants = (n) => {
  const host = rule('HOST_NAME', 'EQUAL_TO', `tenant${Math.floor(n / 4)}.example.com`)
  return (
    [
      [host, rule('PATH', 'STARTS_WITH', '/api'), rule('HEADER', 'EQUAL_TO', 'on', { key: 'X-Canary' })],
      [host, rule('PATH', 'STARTS_WITH', '/api')],
      [host, rule('FILE_TYPE', 'REGEX', '^(jpe?g|png|css|js)$')],
      [host],
    ][n % 4] ?? []
  )
}

/** @type {Maker} one key after the other */
const families = (n) => {
  const all = [
    rule('HOST_NAME', 'EQUAL_TO', `h${n}.a.test`),
    rule('PATH', 'STARTS_WITH', `/p${n}`),
    rule('FILE_TYPE', 'EQUAL_TO', `t${n}`),
    rule('HEADER', 'CONTAINS', `v${n}`, { key: `X-${n % 7}` }),
    rule('COOKIE', 'EQUAL_TO', `c${n}`, { key: 'group' }),
    rule('QUERY_STRING', 'STARTS_WITH', `q${n}`, { key: 'q' }),
    rule('METHOD', 'EQUAL_TO', `M${n}`),
    rule('SOURCE_IP', 'EQUAL_TO', `10.${n % 250}.${Math.floor(n / 250) % 250}.0/24`),
    rule('PATH', 'REGEX', `^/r${n}(/|$)`),
    rule('HOST_NAME', 'ENDS_WITH', `.d${n}.test`),
  ]
  return all.slice(n % 10, (n % 10) + 1)
}

/** @type {Readonly<Record<string, Maker>>} */
export const makers = {
  tenants,
  'ten families': families,
  wildcards: (n) => [rule('HOST_NAME', 'ENDS_WITH', `.t${n}.example.com`)],
  regexes: (n) => [rule('PATH', 'REGEX', `^/[a-z]+${n}(/|$)`)],
  'regexes that meet': (n) => [rule('PATH', 'REGEX', `^/(x|y${n}).*[0-9]+${n % 7}[a-z]{${n % 5},${(n % 5) + 3}}`)],
  'looks ahead': (n) => [rule('PATH', 'REGEX', `^/(?!a${n})(?=.*b${n % 30})`)],
  'all but': (n) => [
    rule('HOST_NAME', 'CONTAINS', `a${n}`, { invert: true }),
    rule('PATH', 'CONTAINS', `b${n}`, { invert: true }),
    rule('HEADER', 'EQUAL_TO', `c${n}`, { key: 'X-A', invert: true }),
  ],
  'all dead': (n) => [rule('PATH', 'STARTS_WITH', n % 1_000 === 0 ? '/' : `/a${n}`)],
}
