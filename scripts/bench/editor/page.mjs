import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'

/**
 * @typedef {import('@playwright/test').Browser} Browser
 * @typedef {import('@playwright/test').Page} Page
 */

/**
 * A browser that ends with the workplace, and a page of it that is signed in.
 * @param {import('../kit/workplace.mjs').Workplace} workplace
 * @param {{ readonly url: string, readonly password: string }} product
 * @returns {Promise<{ browser: Browser, page: Page }>}
 */
export async function signedInPage(workplace, { url, password }) {
  const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((file) => existsSync(file))
  const args = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking']
  const browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args })
  workplace.atEnd(() => browser.close())
  const page = await browser.newPage({ baseURL: url, viewport: { width: 1440, height: 900 } })
  await page.goto('/sign-in')
  await page.getByLabel('Name').fill('admin')
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL((now) => !now.pathname.includes('sign-in'))
  return { browser, page }
}
