import type { Page } from '@playwright/test'
import { type Backend, startBackend } from './backend.ts'
import { expect, test } from './fixtures.ts'
import { firstVip } from './own-networks.ts'
import { freePort } from './product.ts'
import { ask } from './requests.ts'
import { until } from './until.ts'

let backends: Backend[] = []
test.beforeEach(async () => {
  backends = [await startBackend('amber'), await startBackend('birch')]
})
test.afterEach(async ({ api }) => {
  await api.removeAll()
  await Promise.all(backends.map((one) => one.kill()))
})

/** From the progress view: what was made is seen to become active and its members online, without a reload of the page. */
async function becomesLive(page: Page, name: string): Promise<void> {
  await expect(page.getByRole('list').filter({ hasText: name }).getByText('Online', { exact: true })).toHaveCount(6, {
    timeout: 15_000,
  })
  await expect(page.getByRole('list').filter({ hasText: name }).getByText('Active', { exact: true })).toHaveCount(6)
}

/** Both members answer through the VIP that the page shows. */
async function trafficFlows(page: Page): Promise<void> {
  const command = await page.getByText(/^curl http:/).textContent()
  const url = command?.match(/http:\S+/)?.[0] ?? ''
  const seen = new Set<string>()
  await until(async () => seen.add((await ask(url)).body).size === 2, { says: `amber and birch to answer at ${url}` })
  expect([...seen].sort()).toEqual(['amber', 'birch'])
}

test('with the mouse: from the empty console to live, checked, balanced traffic', async ({ person: page }) => {
  const port = await freePort(firstVip)
  const [amber, birch] = backends
  await page.goto('/')
  await page.getByRole('main').getByRole('link', { name: 'Create load balancer' }).click()
  await page.getByLabel('Name', { exact: true }).fill('mouse')
  await page.getByRole('button', { name: 'Next' }).click()
  await expect(page.getByRole('radio', { name: 'HTTP', exact: true })).toBeChecked()
  await page.getByLabel('Port', { exact: true }).fill(String(port))
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('radio', { name: 'Round robin' }).click()
  await page.getByRole('button', { name: 'Next' }).click()

  await page.getByRole('button', { name: 'Paste members' }).click()
  await page
    .getByRole('textbox', { name: 'Members' })
    .fill(`${amber?.address}:${amber?.port} weight 1\n${birch?.address},${birch?.port}`)
  await page.getByRole('button', { name: 'Add 2 members' }).click()
  await page
    .getByRole('button', { name: /^Test the connection to member/ })
    .first()
    .click()
  await expect(page.getByText(/^Connected\./)).toBeVisible()
  await page.getByRole('button', { name: 'Next' }).click()

  await page.getByLabel('Delay').fill('1')
  await page.getByLabel('Timeout').fill('1')
  await page.getByRole('button', { name: 'Next' }).click()
  await expect(page.getByText(/timeout 1 should be lower than delay 1/)).toBeVisible()
  await page.getByLabel('Delay').fill('2')
  await page.getByLabel('Path').fill('/health')
  await page.getByRole('button', { name: 'Next' }).click()

  await expect(
    page.getByRole('region', { name: 'Members' }).getByText(`${amber?.address}:${amber?.port}`),
  ).toBeVisible()
  await page.getByRole('button', { name: 'Edit load balancer' }).click()
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('mouse')
  await page
    .getByRole('navigation', { name: 'Steps' })
    .getByRole('button', { name: /^Review/ })
    .click()
  await page.getByRole('button', { name: 'Create load balancer' }).click()

  await becomesLive(page, 'mouse')
  await trafficFlows(page)
})

test('with the keyboard alone', async ({ person: page }) => {
  const port = await freePort(firstVip)
  const [amber, birch] = backends
  const { keyboard } = page
  /** Tab until the element has the focus: what cannot be reached fails here. */
  const reach = async (isThere: () => Promise<boolean>, what: string) => {
    for (let presses = 0; presses < 60; presses += 1) {
      if (await isThere()) return
      await keyboard.press('Tab')
    }
    throw new Error(`the keyboard never reached ${what}`)
  }
  const focused = page.locator(':focus')
  const reachField = (label: string) =>
    reach(
      async () =>
        (await focused.count()) === 1 && (await page.getByLabel(label, { exact: true }).and(focused).count()) === 1,
      label,
    )
  const reachButton = (name: string) =>
    reach(async () => (await page.getByRole('button', { name, exact: true }).and(focused).count()) === 1, name)
  const fill = async (label: string, text: string) => {
    await reachField(label)
    await keyboard.press('Control+A')
    await keyboard.type(text)
  }
  const next = async () => {
    await reachButton('Next')
    await keyboard.press('Enter')
  }

  await page.goto('/')
  await keyboard.press('c')
  await expect(page.getByRole('heading', { name: 'New load balancer' })).toBeVisible()
  await fill('Name', 'keys')
  await next()
  await fill('Port', String(port))
  await next()
  await expect(page.getByRole('radio', { name: 'Round robin' })).toBeChecked()
  await next()
  await fill('Address, member 1', String(amber?.address))
  await fill('Port, member 1', String(amber?.port))
  await reachButton('Add a row')
  await keyboard.press('Enter')
  await expect(page.getByLabel('Address, member 2')).toBeFocused()
  await keyboard.type(String(birch?.address))
  await fill('Port, member 2', String(birch?.port))
  await next()
  await fill('Delay', '2')
  await fill('Timeout', '1')
  await fill('Path', '/health')
  await next()
  await expect(page.getByRole('region', { name: 'Members' })).toBeVisible()
  await reachButton('Create load balancer')
  await keyboard.press('Enter')

  await becomesLive(page, 'keys')
  await trafficFlows(page)
})

test('leaving with unsaved input asks, and staying keeps it', async ({ person: page }) => {
  await page.goto('/load-balancers/new')
  await page.getByLabel('Name', { exact: true }).fill('half done')
  await page.getByRole('link', { name: 'Overview' }).click()
  const question = page.getByRole('alertdialog')
  await expect(question).toBeVisible()
  await question.getByRole('button', { name: /Stay|Keep/ }).click()
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('half done')
})

test('the connection test tells a refused port from a working one', async ({ person: page }) => {
  const closed = await freePort('127.0.0.9')
  await page.goto('/load-balancers/new')
  await page
    .getByRole('navigation', { name: 'Steps' })
    .getByRole('button', { name: /^Members/ })
    .click()
  await page.getByLabel('Address, member 1').fill('127.0.0.9')
  await page.getByLabel('Port, member 1').fill(String(closed))
  await page.getByRole('button', { name: 'Test the connection to member 1' }).click()
  await expect(page.getByText(/^Refused: the machine answers, but nothing listens/)).toBeVisible()
})
