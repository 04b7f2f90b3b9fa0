import AxeBuilder from '@axe-core/playwright'
import { expect, test } from './fixtures.ts'
import { open, type Scene, startScene } from './pages.ts'

let scene: Scene
test.beforeAll(async ({ api }) => {
  scene = await startScene(api)
})
test.afterAll(() => scene.end())

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious on any page, ${colorScheme}`, async ({ person: page }) => {
    test.setTimeout(180_000)
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    for (const [name, url] of Object.entries(scene.pages)) {
      await open(page, url)
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
        .analyze()
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
      const found = serious.map(({ id, nodes }) => `${name}: ${id}: ${nodes.map((node) => node.html).join(' | ')}`)
      expect.soft(found).toEqual([])
    }
  })
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
