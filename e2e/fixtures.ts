import { type BrowserContext, test as base, expect, type Page } from '@playwright/test'
import { Api } from './api.ts'
import { moveNetworks } from './own-networks.ts'
import { administratorPassword, type Product, startProduct } from './product.ts'

type Session = Awaited<ReturnType<BrowserContext['cookies']>>
type Worker = { product: Product; api: Api; session: Session }
type Story = { person: Page; page: Page }

/**
 * A product that runs for all stories of a worker, on networks of its own, the API signed in, the cookies of a person who is, and a `person`: an empty page that
 * has them.
 */
export const test = base.extend<Story, Worker>({
  product: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern.
    async ({}, use) => {
      const product = await startProduct({ FULCRUM_ADMIN_PASSWORD: administratorPassword })
      await moveNetworks(await Api.signIn(product.url))
      await use(product)
      await product.stop()
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  api: [async ({ product }, use) => use(await Api.signIn(product.url)), { scope: 'worker' }],
  session: [
    async ({ product, browser }, use) => {
      const context = await browser.newContext({ baseURL: product.url })
      await signIn(await context.newPage())
      await use(await context.cookies())
      await context.close()
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ product }, use) => use(product.url),
  person: async ({ page, context, session }, use) => {
    await context.addCookies(session)
    await use(page)
  },
})

/** Signs in through the page, as a person does. */
async function signIn(page: Page): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('Name').fill('admin')
  await page.getByLabel('Password').fill(administratorPassword)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).not.toHaveURL(/sign-in/)
}

export { expect }
