import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { open, type Scene, startScene } from './pages.ts'

const phone = { width: 390, height: 844 }
const desk = { width: 1440, height: 900 }

let scene: Scene
test.beforeAll(async ({ api }) => {
  scene = await startScene(api)
})
test.afterAll(() => scene.end())

test('no page scrolls sideways on a phone, axe finds nothing serious on any, light or dark, and none logs an error', async ({
  person: page,
}) => {
  test.setTimeout(300_000)
  const said: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') said.push(`${page.url()}: ${message.text()}`)
  })
  page.on('pageerror', (error) => said.push(`${page.url()}: ${error.message}`))
  for (const [name, url] of Object.entries(scene.pages)) {
    await page.setViewportSize(phone)
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
    await open(page, url)
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect.soft([name, overflow]).toEqual([name, 0])

    await page.setViewportSize(desk)
    expect.soft([name, await seriousViolations(page, ofWcag)]).toEqual([name, []])
    const lightBackground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
    await expect(page.locator('body')).not.toHaveCSS('background-color', lightBackground)
    expect.soft([name, await seriousViolations(page, ofColors)]).toEqual([name, []])
  }
  expect(said).toEqual([])
})

type Rules = { readonly type: 'tag' | 'rule'; readonly values: string[] }

/** The rules of WCAG 2.2 A and AA. */
const ofWcag: Rules = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }

/** All that another color scheme can change. */
const ofColors: Rules = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] }

/** Looks from within the page, which has no frames, and tells of violations only: most of the time went into carrying about what is in order. */
async function seriousViolations(page: Page, runOnly: Rules): Promise<string[]> {
  expect(page.frames()).toHaveLength(1)
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ runOnly, resultTypes: ['violations'] })
  const { violations } = await axe.analyze()
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  return serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`)
}
