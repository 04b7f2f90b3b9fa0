import { createServer } from 'node:http'
import type { Page } from '@playwright/test'
import { startBackend } from './backend.ts'
import { expect, test } from './fixtures.ts'
import {
  actions,
  addTwo,
  cards,
  handle,
  lift,
  type PolicyScene,
  settled,
  shownOrder,
  startPolicyScene,
} from './policy-scene.ts'
import { freePort } from './product.ts'
import { ask } from './requests.ts'
import { until } from './until.ts'

let scene: PolicyScene
test.beforeEach(async ({ api }) => {
  scene = await startPolicyScene(api)
})
test.afterEach(() => scene.end())

/** What a person has for each of these; the whole story has a minute. */
const twoMinutes = 120_000

async function addListener(page: Page, name: string): Promise<number> {
  const port = await freePort(scene.created.vip_address)
  await page.goto(`/load-balancers/${scene.created.id}/listeners`)
  await page.getByRole('button', { name: 'Add listener', exact: true }).click()
  const panel = page.getByRole('dialog', { name: 'Add listener' })
  await panel.getByLabel('Name', { exact: true }).fill(name)
  await panel.getByLabel('Port', { exact: true }).fill(String(port))
  await panel.getByRole('button', { name: 'Add listener' }).click()
  await expect(panel).toHaveCount(0)
  return port
}

async function fromTemplate(page: Page, name: RegExp) {
  await page.getByRole('button', { name: 'From a template' }).click()
  await page.getByRole('menuitem', { name }).click()
  return page.getByRole('dialog', { name: 'Add policy' })
}

async function choosePool(page: Page, name: string): Promise<void> {
  await page.getByRole('dialog').getByRole('combobox', { name: 'Pool' }).click()
  await page.getByRole('option', { name }).click()
}

test('with the mouse only, within two minutes: HTTP is redirected to HTTPS, from the listener to the first request', async ({
  person: page,
}) => {
  const begin = Date.now()
  const port = await addListener(page, 'redirect')
  await page.getByRole('row').filter({ hasText: 'redirect' }).getByRole('link', { name: 'Policies 0' }).click()
  const panel = await fromTemplate(page, /^HTTP to HTTPS/)
  await expect(panel.getByRole('region', { name: 'What will happen' }).getByRole('listitem')).toBeVisible()
  await panel.getByRole('button', { name: 'Add policy' }).click()
  await expect(panel).toHaveCount(0)
  await settled(page)
  const asked = () =>
    ask(`http://${scene.created.vip_address}:${port}/cart?id=1`, { headers: { host: 'www.example.com' } })
  await until(async () => (await asked()).status === 301, { says: 'the redirect' })
  expect((await asked()).location).toBe('https://www.example.com/cart?id=1')
  expect(Date.now() - begin).toBeLessThan(twoMinutes)
})

test('with the mouse only, within two minutes: two hosts get a pool of their own, which comes about on the way', async ({
  person: page,
}) => {
  const begin = Date.now()
  const delta = await startBackend('delta')
  await page.goto(scene.page)
  await page.getByRole('button', { name: 'Add policy' }).click()
  const panel = page.getByRole('dialog', { name: 'Add policy' })
  await choosePool(page, 'New pool')
  const pool = panel.getByRole('region', { name: 'New pool' })
  await pool.getByLabel('Name of the new pool').fill('second')
  await pool.getByLabel('Members').fill('10.0.0:80')
  await pool.getByRole('button', { name: 'Create pool' }).click()
  await expect(pool.getByText(/^Line 1: /)).toBeVisible()
  await pool.getByLabel('Members').fill(`${delta.address}:${delta.port}`)
  await pool.getByRole('button', { name: 'Create pool' }).click()
  await expect(panel.getByRole('combobox', { name: 'Pool' })).toHaveText('second')
  await panel.getByRole('button', { name: 'Several hosts' }).click()
  await panel.getByLabel('Hosts').fill('www2.example.com\nwww3.example.com')
  await panel.getByRole('button', { name: 'Add 2 policies' }).click()
  await expect(cards(page)).toHaveCount(2)
  for (const host of ['www2.example.com', 'www3.example.com']) await scene.answers(host, '/', 'delta')
  expect(await scene.answer('www.example.com')).toBe('amber')
  expect(Date.now() - begin).toBeLessThan(twoMinutes)
  await delta.kill()
})

test('a policy is copied to another listener, duplicated, switched off and on, and traffic follows each time', async ({
  person: page,
  api,
}) => {
  await addTwo(api, scene)
  const port = await addListener(page, 'second')
  await page.goto(scene.page)
  await actions(page, 'to-birch').click()
  await page.getByRole('menuitem', { name: 'Copy to another listener…' }).click()
  await page.getByRole('dialog', { name: 'Copy policy to-birch' }).getByRole('button', { name: 'Copy policy' }).click()
  await expect(page.getByText('Policy to-birch copied to listener second')).toBeVisible()
  const onSecond = () => ask(`http://${scene.created.vip_address}:${port}/`, { headers: { host: 'www2.example.com' } })
  await until(async () => (await onSecond()).body === 'birch', { says: 'birch to answer on the second listener' })

  await page.getByRole('switch', { name: 'Policy to-birch enabled' }).click()
  await scene.answers('www2.example.com', '/', 'amber')
  expect(await scene.answer('www2.example.com', '/api')).toBe('coral')
  await page.getByRole('switch', { name: 'Policy to-birch enabled' }).click()
  await scene.answers('www2.example.com', '/api', 'birch')

  await actions(page, 'to-coral').click()
  await page.getByRole('menuitem', { name: 'Duplicate policy' }).click()
  const panel = page.getByRole('dialog', { name: 'Add policy' })
  await expect(panel.getByLabel('Name', { exact: true })).toHaveValue('to-coral copy')
  await panel.getByRole('region', { name: 'Condition 1' }).getByLabel('Value').fill('www3.example.com')
  await panel.getByRole('button', { name: 'Add policy' }).click()
  await expect(cards(page)).toHaveCount(3)
  await scene.answers('www3.example.com', '/api', 'coral')
  expect(await shownOrder(page)).toEqual(['to-birch', 'to-coral', 'to-coral copy'])
})

test('several policies are moved together, and the dialog says beforehand what the data plane will do', async ({
  person: page,
  api,
}) => {
  await addTwo(api, scene)
  const path = { type: 'PATH', compare_type: 'STARTS_WITH', value: '/' }
  const l7policy = { listener_id: scene.listener_id, name: 'no-one', action: 'REJECT', position: 1, rules: [path] }
  await api.lbaas('POST', '/l7policies', { l7policy })
  await scene.answers('www2.example.com', '/api', '403')
  await page.goto(scene.page)
  await page.getByRole('checkbox', { name: 'Select policy no-one' }).click()
  await page.getByRole('checkbox', { name: 'Select policy to-birch' }).click()
  await page.getByRole('button', { name: 'Move to position…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Move 2 policies' })
  await dialog.getByLabel('Position').fill('2')
  await expect(dialog.getByRole('region', { name: 'What will happen' })).toContainText(
    'Swap the policies of listener web',
  )
  await dialog.getByRole('button', { name: 'Move policies' }).click()
  await scene.answers('www2.example.com', '/api', 'coral')
  await expect.poll(() => shownOrder(page)).toEqual(['to-coral', 'no-one', 'to-birch'])
})

test('every template opens with something that can be saved once the blanks are filled in', async ({
  person: page,
}) => {
  await page.goto(scene.page)
  await page.getByRole('button', { name: 'From a template' }).click()
  const names = await page.getByRole('menuitem').locator('span:first-child').allTextContents()
  await page.keyboard.press('Escape')
  expect(names.length).toBeGreaterThanOrEqual(8)
  for (const name of names) {
    const panel = await fromTemplate(page, new RegExp(`^${name}`))
    const value = panel.getByLabel('Value').first()
    if ((await value.inputValue()) === '') await value.fill('www2.example.com')
    for (const [label, text] of [
      ['URL', 'https://www.example.com/sorry'],
      ['Prefix', 'https://www.example.com'],
    ] as const)
      if ((await panel.getByLabel(label, { exact: true }).count()) > 0)
        await panel.getByLabel(label, { exact: true }).fill(text)
    if ((await panel.getByRole('combobox', { name: 'Pool' }).count()) > 0) await choosePool(page, 'birch')
    await expect(panel.getByRole('region', { name: 'What will happen' }).getByRole('listitem').first()).toBeVisible()
    await panel.getByRole('button', { name: 'Cancel' }).click()
    await expect(panel).toHaveCount(0)
  }
})

test('a policy is explained: a sentence, and the lines and rows that it became', async ({ person: page, api }) => {
  await addTwo(api, scene)
  await page.goto(scene.page)
  await actions(page, 'to-coral').click()
  await page.getByRole('menuitem', { name: 'Explain policy' }).click()
  const panel = page.getByRole('dialog', { name: 'Policy to-coral explained' })
  await expect(panel.getByText(/^A request whose host is www2\.example\.com .* is sent to pool coral/)).toContainText(
    'it is found by one lookup of the host and the beginning of the path',
  )
  await expect(panel.getByRole('region', { name: 'haproxy.cfg' })).toContainText(/req\.fhdr\(host\)|txn\.site/)
  await expect(panel.getByRole('region', { name: 'Rows of the listener' })).toContainText('www2.example.com|/api ')
  await panel.getByRole('link', { name: 'Edit policy' }).click()
  const edit = page.getByRole('dialog', { name: 'Edit policy to-coral' })
  await edit.getByRole('button', { name: 'Explain' }).click()
  await expect(edit.getByText(/^A request whose host is www2\.example\.com/)).toBeVisible()
})

test('an order that the data plane refuses goes back with the reason, and what ran goes on', async ({
  person: page,
  api,
}) => {
  await addTwo(api, scene)
  const { vip_address, id } = scene.created
  const port = await freePort(vip_address)
  const squatter = createServer((_, response) => response.end('squatter'))
  await new Promise<void>((resolve) => squatter.listen(port, vip_address, resolve))
  await api.lbaas('POST', '/listeners', {
    listener: { loadbalancer_id: id, name: 'second', protocol: 'HTTP', protocol_port: port },
  })
  const provisioning = async () => {
    const { loadbalancer } = await api.lbaas<{ loadbalancer: Record<string, string> }>('GET', `/loadbalancers/${id}`)
    return loadbalancer['provisioning_status']
  }
  await until(async () => (await provisioning()) === 'ERROR', { says: 'the second listener to be refused' })

  await page.goto(scene.page)
  await lift(page, 'to-coral', 'position 2 of 2')
  await page.keyboard.press('ArrowUp')
  await expect(page.getByText('Policy to-coral moved to position 1 of 2', { exact: true })).toBeAttached()
  await page.keyboard.press('Space')
  await expect(page.getByText('The policies are where they were')).toBeVisible()
  await expect(cards(page).filter({ has: handle(page, 'to-coral') })).toContainText(
    new RegExp(`It was put back: .*${port}`),
  )
  expect(await shownOrder(page)).toEqual(['to-birch', 'to-coral'])
  expect(await scene.answer('www2.example.com', '/api')).toBe('birch')

  await new Promise<void>((resolve) => squatter.close(() => resolve()))
  await until(async () => (await provisioning()) === 'ACTIVE', { says: 'the load balancer to heal', seconds: 20 })
  expect(await scene.answer('www2.example.com', '/api')).toBe('birch')
})
