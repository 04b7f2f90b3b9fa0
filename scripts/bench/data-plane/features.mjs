/**
 * A feature of the generated configuration, and how to switch it.
 * @typedef {object} Feature
 * @property {string} title
 * @property {boolean} isUsual whether the usual configuration has it, so that switching means off
 * @property {import('./generated.mjs').ListenerAttributes} [listener] how the model switches it
 * @property {RegExp} [lines] the lines that are it, where the model has no switch
 * @property {boolean} [closes] what it is about shows only with a new connection per request
 */

/** @type {readonly Feature[]} */
export const features = [
  { title: 'X-Forwarded-For, -Port and -Proto', isUsual: true, listener: { insert_headers: {} } },
  { title: 'http-reuse always', isUsual: true, lines: /^\s*http-reuse\b/ },
  { title: 'http-reuse always, short client connections', isUsual: true, lines: /^\s*http-reuse\b/, closes: true },
  { title: 'option idle-close-on-response', isUsual: true, lines: /^\s*option idle-close-on-response/ },
  { title: 'redispatch and retries', isUsual: true, lines: /^\s*(option redispatch|retries|retry-on)\b/ },
  {
    title: 'counters beyond show stat',
    isUsual: true,
    lines: /\b(stick-table|track-sc\d|sc-inc-gpc\w*|txn\.t0|txn\.dt)\b/,
  },
  { title: 'allowed_cidrs', isUsual: false, listener: { allowed_cidrs: ['127.0.0.0/8'] } },
  { title: 'connection_limit', isUsual: false, listener: { connection_limit: 2000 } },
]

/**
 * @param {RegExp} lines
 * @returns {(text: string) => string}
 */
export function without(lines) {
  return (text) =>
    text
      .split('\n')
      .filter((line) => !lines.test(line))
      .join('\n')
}
