// With the fixtures of the others: a worker that has other ones would be another worker, with a product to start.
import { expect, test } from './fixtures.ts'
import { administratorPassword, type Product, startProduct } from './product.ts'

let product: Product
test.beforeAll(async () => {
  product = await startProduct()
})
test.afterAll(() => product.stop())

test('the first person creates the administrator, and is told the five words; afterwards one signs in', async ({
  page,
}) => {
  await page.goto(product.url)
  await expect(page.getByRole('heading', { name: 'Create the administrator' })).toBeVisible()

  await page.getByLabel('Name').fill('admin')
  await page.getByLabel('Password', { exact: true }).fill('short')
  await page.getByRole('button', { name: 'Create administrator' }).click()
  await expect(page.getByLabel('Password', { exact: true })).toHaveAttribute('aria-invalid', 'true')

  await page.getByLabel('Password', { exact: true }).fill(administratorPassword)
  await page.getByRole('button', { name: 'Create administrator' }).click()
  for (const word of ['Load balancer', 'Listener', 'Pool', 'Member', 'Health monitor']) {
    await expect(page.getByRole('term').filter({ hasText: new RegExp(`^${word}$`) })).toBeVisible()
  }
  await expect(page.getByRole('main').getByRole('link', { name: 'Create load balancer' })).toBeVisible()

  // A page that learns meanwhile that nobody is signed in goes to the sign-in by itself, and would cut this off.
  await page.goto('about:blank')
  await page.context().clearCookies()
  await page.goto(`${product.url}/load-balancers`)
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await page.getByLabel('Name').fill('admin')
  await page.getByLabel('Password', { exact: true }).fill('not the password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert').filter({ hasText: /password/ })).toBeVisible()
  await page.getByLabel('Password', { exact: true }).fill(administratorPassword)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(/\/load-balancers$/)

  await page.goto(`${product.url}/setup`)
  await expect(page.getByRole('heading', { name: 'Create the administrator' })).toHaveCount(0)
})
