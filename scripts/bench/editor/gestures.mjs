/**
 * @typedef {import('./page.mjs').Page} Page
 */

/** @param {Page} page */
export const cards = (page) => page.getByRole('list', { name: 'Policies' }).getByRole('listitem')

/**
 * Takes the first card and carries it down and up again over the list, one pointer move a frame; at the lower edge the page scrolls
 * along. Escape puts it back.
 * @param {Page} page
 * @param {number} moves
 */
export async function carryOverList(page, moves) {
  const handle = cards(page)
    .first()
    .getByRole('button', { name: /^Move policy/ })
  const box = await handle.boundingBox()
  if (box === null) throw new Error('The first card has no handle.')
  const [x, top] = [box.x + box.width / 2, box.y + box.height / 2]
  const bottom = (page.viewportSize()?.height ?? 900) - 20
  await page.mouse.move(x, top)
  await page.mouse.down()
  for (let at = 0; at <= moves; at += 1) {
    const part = at / moves
    const depth = part < 0.7 ? part / 0.7 : 1 - (part - 0.7) / 0.3
    await Promise.all([page.mouse.move(x, top + (bottom - top) * depth), nextFrame(page)])
  }
  await page.keyboard.press('Escape')
  await page.mouse.up()
}

/**
 * Turns the wheel over the list, one turn a frame.
 * @param {Page} page
 * @param {number} turns
 */
export async function scrollList(page, turns) {
  await page.mouse.move(700, 600)
  for (let at = 0; at < turns; at += 1) await Promise.all([page.mouse.wheel(0, 240), nextFrame(page)])
}

/**
 * Types a search and answers how long each key took until the number of matches was painted.
 * @param {Page} page
 * @param {string} text of which every beginning has another number of matches
 * @returns {Promise<number[]>} milliseconds
 */
export async function typeSearch(page, text) {
  const field = page.getByLabel('Find policies')
  await field.click()
  const times = []
  for (const key of text) {
    const painted = await page.evaluateHandle(watchNextKey)
    await page.keyboard.press(key)
    times.push(await painted.evaluate((watch) => watch.painted))
  }
  return times
}

/** Runs in the page: from the next key to the frame after the one in which the number of matches has changed, in milliseconds. */
function watchNextKey() {
  const matches = () => document.querySelector('search + [aria-live]')?.textContent ?? ''
  const before = matches()
  /** @type {Promise<number>} */
  const painted = new Promise((resolve) => {
    document.addEventListener(
      'keydown',
      (event) => {
        const look = () => {
          if (matches() === before) requestAnimationFrame(look)
          else requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - event.timeStamp)))
        }
        requestAnimationFrame(look)
      },
      { once: true, capture: true },
    )
  })
  // In an object: a promise alone would be waited for before the key is pressed.
  return { painted }
}

/** @param {Page} page */
function nextFrame(page) {
  return page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => resolve(null))))
}
