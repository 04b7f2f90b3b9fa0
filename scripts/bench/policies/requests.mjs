import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { shuffled } from './sets.mjs'

/** @typedef {import('./sets.mjs').Aimed} Aimed */

/**
 * A script for wrk that asks, one after the other, for what policies take.
 * @param {import('../kit/workplace.mjs').Workplace} workplace
 * @param {string} name
 * @param {readonly Aimed[]} aimed
 * @param {'evenly' | 'as visited'} how each policy as often as any other, or the k-th one k times less often than the first
 * @returns {string} the path of the script
 */
export function requestScript(workplace, name, aimed, how) {
  const order = shuffled(aimed)
  const asked = how === 'evenly' ? order : shuffled(visits(order))
  const list = path.join(workplace.dir, `${name}.txt`)
  writeFileSync(list, asked.map((one) => `${lineOf(one)}\n`).join(''))
  const script = path.join(workplace.dir, `${name}.lua`)
  writeFileSync(script, luaText(list))
  return script
}

/** Zipf's law, as hosts and pages are visited. @param {readonly Aimed[]} order */
function visits(order) {
  const inAll = 50_000
  const harmonic = order.reduce((sum, _, at) => sum + 1 / (at + 1), 0)
  return order.flatMap((one, at) => Array.from({ length: Math.round(inAll / harmonic / (at + 1)) }, () => one))
}

/** @param {Aimed} aimed */
function lineOf({ asked: { host, path: at, tenant = '-', cookie = '' } }) {
  return `${host} ${at} ${tenant} ${cookie}`
}

/** @param {string} list */
function luaText(list) {
  return `local requests = {}
for line in io.lines("${list}") do
  local host, path, tenant, cookie = line:match("(%S+) (%S+) (%S+) (.*)")
  local cookies = cookie == "" and "" or "Cookie: " .. cookie .. "\\r\\n"
  requests[#requests + 1] = "GET " .. path .. " HTTP/1.1\\r\\nHost: " .. host .. "\\r\\nX-Tenant: " .. tenant .. "\\r\\n" .. cookies .. "\\r\\n"
end
local at = 0
function request()
  at = at % #requests + 1
  return requests[at]
end
`
}
