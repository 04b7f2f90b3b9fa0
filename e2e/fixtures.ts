import { test as base, expect, type Page } from '@playwright/test'
import { Api } from './api.ts'
import { administratorPassword, type Product, startProduct } from './product.ts'

type Worker = { product: Product; api: Api }
type Story = { person: Page; page: Page }

/** A product that runs for all stories of a worker, the API signed in, and a `person`: a page that is signed in too. */
export const test = base.extend<Story, Worker>({
  product: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern.
    async ({}, use) => {
      const product = await startProduct({ FULCRUM_ADMIN_PASSWORD: administratorPassword })
      await use(product)
      await product.stop()
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  api: [async ({ product }, use) => use(await Api.signIn(product.url)), { scope: 'worker' }],
  baseURL: async ({ product }, use) => use(product.url),
  person: async ({ page }, use) => {
    await signIn(page)
    await use(page)
  },
})

/** Signs in through the page, as a person does. */
export async function signIn(page: Page): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('Name').fill('admin')
  await page.getByLabel('Password').fill(administratorPassword)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).not.toHaveURL(/sign-in/)
}

export { expect }
