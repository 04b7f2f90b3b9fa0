import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { open, type Scene, startScene } from './pages.ts'

const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

let scene: Scene
test.beforeAll(async ({ api }) => {
  scene = await startScene(api)
})
test.afterAll(() => scene.end())

test('axe finds nothing serious on any page, light or dark', async ({ person: page }) => {
  test.setTimeout(300_000)
  for (const [name, url] of Object.entries(scene.pages)) {
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
    await open(page, url)
    expect.soft([name, await seriousViolations(page)]).toEqual([name, []])
    const lightBackground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
    await expect(page.locator('body')).not.toHaveCSS('background-color', lightBackground)
    expect.soft([name, await seriousViolations(page, ofColors)]).toEqual([name, []])
  }
})

/** All that another color scheme can change. */
const ofColors = ['color-contrast', 'link-in-text-block']

/** Of the rules of WCAG 2.2 A and AA, or of a few of them. */
async function seriousViolations(page: Page, rules?: string[]): Promise<string[]> {
  const axe = new AxeBuilder({ page })
  const { violations } = await (rules === undefined ? axe.withTags(wcag) : axe.withRules(rules)).analyze()
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  return serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`)
}

test('no page scrolls sideways on a phone, and none logs an error', async ({ person: page }) => {
  test.setTimeout(120_000)
  const said: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') said.push(`${page.url()}: ${message.text()}`)
  })
  page.on('pageerror', (error) => said.push(`${page.url()}: ${error.message}`))
  await page.setViewportSize({ width: 390, height: 844 })
  for (const [name, url] of Object.entries(scene.pages)) {
    await open(page, url)
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect.soft([name, overflow]).toEqual([name, 0])
  }
  expect(said).toEqual([])
})
