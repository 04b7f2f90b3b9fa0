import type { Page } from '@playwright/test'
import type { Created } from './api.ts'
import { type Backend, startBackend } from './backend.ts'
import { expect, test } from './fixtures.ts'
import { firstVip } from './own-networks.ts'
import { freePort } from './product.ts'
import { ask } from './requests.ts'
import { until } from './until.ts'

type Running = {
  readonly created: Created
  readonly url: string
  readonly poolPage: string
  readonly amber: Backend
  readonly birch: Backend
}
let running: Running

test.beforeEach(async ({ api }) => {
  const [amber, birch] = await Promise.all([startBackend('amber'), startBackend('birch')])
  const port = await freePort(firstVip)
  const members = [amber, birch].map((one) => ({ name: one.name, address: one.address, protocol_port: one.port }))
  const healthmonitor = { type: 'HTTP', delay: 2, timeout: 1, max_retries: 1, max_retries_down: 2, url_path: '/health' }
  const default_pool = { name: 'servers', protocol: 'HTTP', lb_algorithm: 'ROUND_ROBIN', members, healthmonitor }
  const created = await api.create({
    name: 'shop',
    listeners: [{ name: 'web', protocol: 'HTTP', protocol_port: port, default_pool }],
  })
  const { pools } = await api.lbaas<{ pools: { id: string }[] }>('GET', `/pools?loadbalancer_id=${created.id}`)
  const poolPage = `/load-balancers/${created.id}/pools/${pools[0]?.id}`
  running = { created, url: `http://${created.vip_address}:${port}/`, poolPage, amber, birch }
})
test.afterEach(async ({ api }) => {
  await api.removeAll()
  await Promise.all([running.amber.kill(), running.birch.kill()])
})

/** The names that answer over so many requests, each with how often. */
async function answers(requests = 20): Promise<Record<string, number>> {
  const seen: Record<string, number> = {}
  for (let at = 0; at < requests; at += 1) {
    const { body } = await ask(running.url)
    seen[body] = (seen[body] ?? 0) + 1
  }
  return seen
}
const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name })

test('a weight typed into the row is what traffic does', async ({ person: page }) => {
  await page.goto(running.poolPage)
  await page.getByRole('textbox', { name: 'Weight of amber' }).fill('3')
  await page.keyboard.press('Enter')
  await expect(row(page, 'amber').getByText('Active', { exact: true })).toBeVisible()
  await until(async () => (await answers(40))['amber'] === 30, { says: 'three of four requests to reach amber' })
})

test('what is switched in a row, or done to several, is there as commands too', async ({ person: page, api }) => {
  const { members } = await api.lbaas<{ members: { id: string; name: string }[] }>(
    'GET',
    `${running.poolPage.slice(running.poolPage.indexOf('/pools/'))}/members`,
  )
  const pool_id = running.poolPage.split('/').at(-1)
  const idOf = (name: string) => members.find((one) => one.name === name)?.id
  await page.goto(running.poolPage)
  await page.getByRole('button', { name: 'Drain amber' }).click()
  await page.getByRole('button', { name: 'Copy as', exact: true }).click()
  const commands = page.getByRole('dialog', { name: 'Copy as' })
  await expect(commands.getByRole('figure', { name: 'openstack client' })).toContainText(
    new RegExp(`openstack loadbalancer member set[\\s\\\\]+--weight 0[\\s\\\\]+${pool_id}[\\s\\\\]+${idOf('amber')}`),
  )
  await commands.getByRole('button', { name: 'Close' }).click()
  await page.getByRole('checkbox', { name: 'Select all members' }).click()
  await page.getByRole('button', { name: 'Remove', exact: true }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Copy as' }).click()
  for (const name of ['amber', 'birch']) {
    await expect(commands.getByRole('figure', { name: 'openstack client' })).toContainText(
      `openstack loadbalancer member delete ${pool_id} ${idOf(name)}`,
    )
  }
})

test('a drained member takes no new requests, and undo brings it back with its weight', async ({ person: page }) => {
  await page.goto(running.poolPage)
  await expect(row(page, 'amber').getByText('Online', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Drain amber' }).click()
  await expect(row(page, 'amber').getByText('Draining', { exact: true })).toBeVisible()
  await until(async () => (await answers())['amber'] === undefined, { says: 'amber to be left alone' })
  await page.getByRole('button', { name: 'Undrain amber' }).click()
  await expect(row(page, 'amber').getByText('Online', { exact: true })).toBeVisible()
  await until(async () => ((await answers())['amber'] ?? 0) > 0, { says: 'amber to take requests again' })
  await expect(page.getByRole('textbox', { name: 'Weight of amber' })).toHaveValue('1')
})

test('a member that is switched off takes nothing; one that is added takes its share', async ({ person: page }) => {
  const coral = await startBackend('coral')
  await page.goto(running.poolPage)
  await page.getByRole('switch', { name: 'birch enabled' }).click()
  await expect(row(page, 'birch').getByText('Offline', { exact: true })).toBeVisible()
  await until(async () => (await answers())['birch'] === undefined, { says: 'birch to be left alone' })

  await page.getByRole('button', { name: 'Add member', exact: true }).click()
  const panel = page.getByRole('dialog')
  await panel.getByLabel('Name', { exact: true }).fill('coral')
  await panel.getByLabel('Address', { exact: true }).fill(coral.address)
  await panel.getByLabel('Port', { exact: true }).fill(String(coral.port))
  await expect(panel.getByText(/without a reload/).first()).toBeVisible()
  await panel.getByRole('button', { name: 'Add member' }).click()
  await expect(row(page, 'coral').getByText('Online', { exact: true })).toBeVisible()
  await until(async () => ((await answers())['coral'] ?? 0) >= 9, { says: 'coral to take half of the requests' })
  await coral.kill()
})

/** From what happens to amber to the word for it on the page. */
async function secondsUntilSaid(page: Page, word: string, happens: () => Promise<void>): Promise<number> {
  const from = performance.now()
  await happens()
  await expect(row(page, 'amber').getByText(word, { exact: true })).toBeVisible({ timeout: 30_000 })
  return (performance.now() - from) / 1_000
}

test('a member that dies is shown down with the reason, no request fails then, and it comes back', async ({
  person: page,
}) => {
  test.slow()
  const [delay, fall, rise] = [2, 2, 1]
  const down: number[] = []
  const up: number[] = []
  await page.goto(running.poolPage)
  await expect(row(page, 'amber').getByText('Online', { exact: true })).toBeVisible()
  // A machine that held its breath meanwhile is asked again.
  do {
    down.push(await secondsUntilSaid(page, 'Error', () => running.amber.kill()))
    await expect(row(page, 'amber').getByText(/refused/i)).toBeVisible()
    expect(await answers(30)).toEqual({ birch: 30 })

    await page.goto('/')
    await expect(
      page
        .getByRole('region', { name: /^Needs attention/ })
        .getByText(/amber/)
        .first(),
    ).toBeVisible()
    await page.goto(running.poolPage)
    up.push(await secondsUntilSaid(page, 'Online', () => running.amber.revive()))
    await until(async () => ((await answers())['amber'] ?? 0) > 0, { says: 'amber to take requests again' })
  } while (down.length < 3 && (Math.min(...down) > fall * delay + 2 || Math.min(...up) > rise * delay + 2))
  expect(Math.min(...down), `seconds until down: ${down.join(', ')}`).toBeLessThanOrEqual(fall * delay + 2)
  expect(Math.min(...up), `seconds until up: ${up.join(', ')}`).toBeLessThanOrEqual(rise * delay + 2)
})

test('an unhealthy answer is told with its code', async ({ person: page }) => {
  await page.goto(running.poolPage)
  running.birch.answerHealthWith(503)
  await expect(row(page, 'birch').getByText('Error', { exact: true })).toBeVisible()
  await expect(row(page, 'birch').getByText('Unexpected code, 503')).toBeVisible()
})

test('deleting says what dies and what it carries; with traffic the name must be typed; then nothing answers', async ({
  person: page,
}) => {
  await page.goto(`/load-balancers/${running.created.id}`)
  const asking = setInterval(() => void ask(running.url).catch(() => undefined), 50)
  await page.getByRole('button', { name: /^Delete/ }).click()
  const question = page.getByRole('alertdialog')
  for (const text of ['Listener web', 'Pool servers', 'Member amber', 'Member birch'])
    await expect(question.getByText(text)).toBeVisible()
  const confirm = question.getByRole('button', { name: 'Delete load balancer' })
  await expect(question.getByText(/req\/s|requests/)).toBeVisible()
  await expect(confirm).toBeDisabled()
  await question.getByRole('textbox').fill('shop')
  await confirm.click()
  await expect(page).toHaveURL(/\/load-balancers$/)
  await expect(page.getByRole('link', { name: 'shop' })).toHaveCount(0)
  clearInterval(asking)
  await expect(ask(running.url)).rejects.toThrow(/ECONNREFUSED/)
})

test('what a panel saves is what traffic does: a second listener, and a monitor with another path', async ({
  person: page,
}) => {
  const port = await freePort(firstVip)
  await page.goto(`/load-balancers/${running.created.id}/listeners`)
  await page.getByRole('button', { name: 'Add listener' }).click()
  const panel = page.getByRole('dialog', { name: 'Add listener' })
  await panel.getByLabel('Port', { exact: true }).fill('99999')
  await panel.getByRole('button', { name: 'Add listener' }).click()
  await expect(panel.getByLabel('Port', { exact: true })).toHaveAttribute('aria-invalid', 'true')
  await panel.getByLabel('Port', { exact: true }).fill(String(port))
  await panel.getByLabel('Name', { exact: true }).fill('second')
  await panel.getByLabel('Default pool').click()
  await page.getByRole('option', { name: /servers/ }).click()
  await expect(panel.getByText(/reload/i)).toBeVisible()
  await panel.getByRole('button', { name: 'Add listener' }).click()
  await expect(panel).toHaveCount(0)
  await expect(row(page, 'second').getByText('Active')).toBeVisible()
  await expect(row(page, 'second').getByText('Online')).toBeVisible()
  const second = `http://${running.created.vip_address}:${port}/`
  expect((await ask(second)).status).toBe(200)

  await page.goto(running.poolPage)
  await page.getByRole('button', { name: /^Actions of Health monitor/ }).click()
  await page.getByRole('menuitem', { name: 'Edit health monitor' }).click()
  const monitor = page.getByRole('dialog', { name: /^Edit health monitor/ })
  await monitor.getByLabel('Path').fill('/somewhere-else')
  await monitor.getByLabel('Expected codes').fill('204')
  await monitor.getByRole('button', { name: 'Save changes' }).click()
  await expect(monitor).toHaveCount(0)
  // The backends answer 200 there.
  await expect(row(page, 'amber').getByText('Error')).toBeVisible()
  await expect(row(page, 'amber').getByText('Unexpected code, 200')).toBeVisible()
  await until(async () => (await ask(second)).status === 503, { says: 'nobody to be left who answers' })
})
