/**
 * A feature of the generated configuration, and how to switch it.
 * @typedef {object} Feature
 * @property {string} title
 * @property {boolean} isUsual whether the usual configuration has it, so that switching means off
 * @property {import('./generated.mjs').ListenerAttributes} [listener] how the model switches it
 * @property {RegExp} [lines] the lines that are it, where the model has no switch
 * @property {boolean} [readsCounters] as the engine does once a second, for the charts
 * @property {boolean} [closes] what it is about shows only with a new connection per request
 */

/** @param {string[]} names */
const inserted = (...names) => ({ insert_headers: Object.fromEntries(names.map((name) => [name, 'true'])) })
const forwarded = ['X-Forwarded-For', 'X-Forwarded-Port', 'X-Forwarded-Proto']
const followed = ['X-Request-ID', 'traceparent', 'X-Real-IP', 'X-Forwarded-Host', 'X-Request-Start']
const answered = ['X-Served-By', 'X-Response-Time']

/** @type {readonly Feature[]} */
export const features = [
  { title: 'X-Forwarded-For, -Port and -Proto', isUsual: true, listener: { insert_headers: {} } },
  { title: 'http-reuse always', isUsual: true, lines: /^\s*http-reuse\b/ },
  { title: 'http-reuse always, short client connections', isUsual: true, lines: /^\s*http-reuse\b/, closes: true },
  { title: 'option idle-close-on-response', isUsual: true, lines: /^\s*option idle-close-on-response/ },
  {
    title: 'a GET is asked again after an empty answer',
    isUsual: true,
    lines: /^\s*(retry-on|http-request disable-l7-retry)\b/,
  },
  {
    title: 'recent requests are told to the engine',
    isUsual: true,
    lines: /^\s*(log ring@|log-format|http-request set-(log-level|var\(txn\.nth\)|var-fmt\(txn\.told\)))/,
  },
  { title: 'counters read once a second', isUsual: false, readsCounters: true },
  { title: 'allowed_cidrs, when set', isUsual: false, listener: { allowed_cidrs: ['127.0.0.0/8'] } },
  { title: 'connection_limit, when set', isUsual: false, listener: { connection_limit: 2000 } },
  { title: 'traceparent', isUsual: false, listener: inserted(...forwarded, 'traceparent') },
  { title: 'X-Request-ID', isUsual: false, listener: inserted(...forwarded, 'X-Request-ID') },
  {
    title: 'ids, tracing, and headers on answers, all on',
    isUsual: false,
    listener: inserted(...forwarded, ...followed, ...answered),
  },
]

/**
 * @param {RegExp} lines
 * @returns {(text: string) => string}
 */
export function without(lines) {
  return (text) => {
    const all = text.split('\n')
    const rest = all.filter((line) => !lines.test(line))
    if (rest.length === all.length) throw new Error(`No line of the generated configuration matches ${lines}.`)
    return rest.join('\n')
  }
}
