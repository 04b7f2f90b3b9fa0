import { get } from 'node:http'
import { percentile } from '../kit/statistics.mjs'
import { Api } from '../product/api.mjs'
import { privateSubnetId } from '../product/load-balancers.mjs'
import { startProduct } from '../product/product.mjs'
import { cards, carryOverList, scrollList, typeSearch } from './gestures.mjs'
import { signedInPage } from './page.mjs'
import { categories, mainThreadOf } from './trace.mjs'

/**
 * @typedef {import('../kit/measurement.mjs').Measurement} Measurement
 * @typedef {import('./page.mjs').Browser} Browser
 * @typedef {import('./page.mjs').Page} Page
 */

/** At 60 frames a second each has this long. */
const frameBar = { atMost: 16.7 }
/** A longer task is felt (https://www.w3.org/TR/longtasks-1/). */
const taskBar = { atMost: 50 }
const keyBar = { atMost: 100 }
/** Of the listener with the fewest policies; the next has the next. */
const firstPort = 8_080

/**
 * How the editor of policies holds up with long lists, in real Chromium and as it is delivered (`npm start` serves the production
 * build), while its policies take requests: what the main thread has to do for each frame while a card is carried over 200 of them,
 * and for a key of a search and a scroll among 1,000.
 * @param {import('../main.mjs').Context} context
 * @returns {Promise<readonly Measurement[]>}
 */
export async function measureEditor({ workplace, isQuick, say }) {
  const product = await startProduct(workplace)
  const api = await Api.signIn(product)
  const { vip, pages } = await policyPages(api, [200, 1_000])
  const [small, large] = pages
  // Figures that change each second are part of what the page does.
  sendRequests(workplace, vip)
  const { browser, page } = await signedInPage(workplace, product)
  const open = async (/** @type {string} */ path) => {
    await page.goto(path)
    await cards(page).nth(5).waitFor()
    await page.waitForLoadState('load')
  }

  await open(small ?? '')
  await carryOverList(page, 20)
  const drag = await traced(browser, page, () => carryOverList(page, isQuick ? 40 : 240))
  say(`Carried over 200 cards: ${drag.frameMilliseconds.length} frames.`)

  await open(large ?? '')
  await scrollList(page, 5)
  const scroll = await traced(browser, page, () => scrollList(page, isQuick ? 20 : 120))
  say(`Scrolled through 1,000 cards: ${scroll.frameMilliseconds.length} frames.`)
  await open(large ?? '')
  const keys = await typeSearch(page, '/qxzj')
  say(`Keys: ${keys.map((one) => one.toFixed(0)).join(', ')} ms.`)

  return [
    ...frames('200 cards, one carried', drag, frameBar),
    ...frames('1,000 cards, scrolled', scroll, null),
    { name: '1,000 cards, a key of a search until painted, worst', figure: Math.max(...keys), unit: 'ms', bar: keyBar },
  ]
}

/**
 * @param {string} what
 * @param {import('./trace.mjs').MainThread} work
 * @param {import('../kit/measurement.mjs').Bar | null} bar
 * @returns {Measurement[]}
 */
function frames(what, { frameMilliseconds, longestTaskMilliseconds, lateShare }, bar) {
  const p95 = percentile(frameMilliseconds, 95)
  return [
    {
      name: `${what}: main thread per frame, middle`,
      figure: percentile(frameMilliseconds, 50),
      unit: 'ms',
      bar: null,
    },
    { name: `${what}: main thread per frame, p95`, figure: p95, unit: 'ms', bar },
    { name: `${what}: share of late frames`, figure: lateShare, unit: '', bar: null },
    { name: `${what}: longest task`, figure: longestTaskMilliseconds, unit: 'ms', bar: taskBar },
  ]
}

/**
 * @param {Browser} browser
 * @param {Page} page
 * @param {() => Promise<void>} gesture
 */
async function traced(browser, page, gesture) {
  await browser.startTracing(page, { categories })
  await gesture()
  return mainThreadOf(await browser.stopTracing())
}

/**
 * A load balancer with a listener for each number of policies; answers its address and the paths of their pages.
 * @param {Api} api
 * @param {readonly number[]} counts
 */
async function policyPages(api, counts) {
  const listeners = counts.map((count, at) => ({
    name: `with-${count}`,
    protocol: 'HTTP',
    protocol_port: firstPort + at,
    l7policies: Array.from({ length: count }, (_, number) => policyTree(number)),
  }))
  const wish = { name: 'many', vip_subnet_id: await privateSubnetId(api), listeners }
  const { body } = await api.lbaas('POST', 'loadbalancers', { loadbalancer: wish })
  const { id } = body.loadbalancer
  await api.untilActive(id)
  const answer = await api.lbaas('GET', `listeners?loadbalancer_id=${id}`)
  /** @type {readonly { id: string, name: string }[]} */
  const rows = answer.body.listeners
  const pages = counts.map((count) => {
    const row = rows.find((one) => one.name === `with-${count}`)
    return `/load-balancers/${id}/listeners/${row?.id}/policies`
  })
  return { vip: body.loadbalancer.vip_address, pages }
}

/** Of both listeners together; each takes another policy. */
const requestsPerSecond = 40

/**
 * Sends requests that the policies take, each of them in turn, until the workplace ends.
 * @param {import('../kit/workplace.mjs').Workplace} workplace
 * @param {string} vip
 */
function sendRequests(workplace, vip) {
  let sent = 0
  const timer = setInterval(() => {
    const number = Math.floor(sent / 2) % 20
    const headers = { host: `shop-${number}.example.com` }
    get({ host: vip, port: firstPort + (sent % 2), path: `/${pathOf(number)}`, headers }, (answer) => answer.resume())
      // The load balancer ends before the timer does.
      .on('error', () => clearInterval(timer))
    sent += 1
  }, 1_000 / requestsPerSecond)
  workplace.atEnd(() => clearInterval(timer))
}

/** Letters that no other word of a card has: each letter of a search leaves fewer. */
const rareLetters = 'qxzjw'

/** @param {number} number */
function pathOf(number) {
  return Array.from({ length: 5 }, (_, at) => rareLetters[Math.floor(number / 5 ** (4 - at)) % 5]).join('')
}

/** @param {number} number */
function policyTree(number) {
  const host = { type: 'HOST_NAME', compare_type: 'EQUAL_TO', value: `shop-${number}.example.com` }
  const beginning = { type: 'PATH', compare_type: 'STARTS_WITH', value: `/${pathOf(number)}` }
  return { name: `shop-${number}`, action: 'REJECT', rules: number % 3 === 0 ? [host, beginning] : [beginning] }
}
