import { gzipSync } from 'node:zlib'
import { expect, test } from './fixtures.ts'
import { type Scene, startScene } from './pages.ts'

const budgetKilobytes = 250

let scene: Scene
test.beforeAll(async ({ api }) => {
  scene = await startScene(api)
})
test.afterAll(() => scene.end())

test(`the first load of every page stays within ${budgetKilobytes} kB of JavaScript, gzipped`, async ({
  person: page,
}) => {
  const sizes: Record<string, number> = {}
  for (const [name, url] of Object.entries(scene.pages)) {
    const html = await (await page.request.get(url)).text()
    // `noModule` scripts are for browsers that this console does not serve; no current browser loads them.
    const scripts = [...html.matchAll(/<script\b(?![^>]*\bnoModule\b)[^>]*\bsrc="([^"]+)"/gi)].map(
      (match) => match[1] ?? '',
    )
    expect(scripts.length).toBeGreaterThan(3)
    const bodies = await Promise.all([...new Set(scripts)].map(async (src) => (await page.request.get(src)).body()))
    sizes[name] = Math.round(bodies.reduce((sum, body) => sum + gzipSync(body).length, 0) / 1_000)
  }
  test.info().annotations.push({ type: 'first-load JavaScript, kB gzipped', description: JSON.stringify(sizes) })
  expect(Object.entries(sizes).filter(([, size]) => size > budgetKilobytes)).toEqual([])
})
