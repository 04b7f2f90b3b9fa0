import type { Page } from '@playwright/test'
import type { Api, Created } from './api.ts'
import { type Backend, startBackend } from './backend.ts'
import { expect, test } from './fixtures.ts'
import { firstVip } from './own-networks.ts'
import { lift } from './policy-scene.ts'
import { freePort } from './product.ts'
import { ask } from './requests.ts'
import { until } from './until.ts'

type Shop = {
  readonly created: Created
  readonly url: string
  readonly listener_id: string
  readonly page: string
  readonly backends: readonly Backend[]
}
let shop: Shop

/** Pool amber is the default; birch takes all of www2, and coral, below it, what begins with /api there. */
test.beforeEach(async ({ api }) => {
  const backends = await Promise.all(['amber', 'birch', 'coral'].map(startBackend))
  const port = await freePort(firstVip)
  const [default_pool, ...pools] = backends.map((one) => ({
    name: one.name,
    protocol: 'HTTP',
    lb_algorithm: 'ROUND_ROBIN',
    members: [{ name: one.name, address: one.address, protocol_port: one.port }],
  }))
  const listeners = [{ name: 'web', protocol: 'HTTP', protocol_port: port, default_pool }]
  const created = await api.create({ name: 'shop', listeners, pools })
  const stored = await api.lbaas<{ listeners: { id: string }[] }>('GET', `/listeners?loadbalancer_id=${created.id}`)
  const listener_id = stored.listeners[0]?.id ?? ''
  const page = `/load-balancers/${created.id}/listeners/${listener_id}/policies`
  shop = { created, url: `http://${created.vip_address}:${port}`, listener_id, page, backends }
  await addPolicies(api)
})
test.afterEach(async ({ api }) => {
  await api.removeAll()
  await Promise.all(shop.backends.map((one) => one.kill()))
})

async function addPolicies(api: Api): Promise<void> {
  const { pools } = await api.lbaas<{ pools: { id: string; name: string }[] }>(
    'GET',
    `/pools?loadbalancer_id=${shop.created.id}`,
  )
  const to = (name: string) => ({
    action: 'REDIRECT_TO_POOL',
    redirect_pool_id: pools.find((one) => one.name === name)?.id,
  })
  const host = { type: 'HOST_NAME', compare_type: 'EQUAL_TO', value: 'www2.example.com' }
  const path = (value: string) => ({ type: 'PATH', compare_type: 'STARTS_WITH', value })
  const policies = [
    { name: 'to-birch', ...to('birch'), rules: [host] },
    { name: 'to-coral', ...to('coral'), rules: [host, path('/api')] },
    { name: 'old', action: 'REDIRECT_TO_URL', redirect_url: 'https://www.example.com/new', rules: [path('/old')] },
    {
      name: 'office',
      action: 'REJECT',
      rules: [path('/admin'), { type: 'SOURCE_IP', compare_type: 'EQUAL_TO', value: '10.0.0.0/8', invert: true }],
    },
  ]
  for (const one of policies) {
    await api.lbaas('POST', '/l7policies', { l7policy: { listener_id: shop.listener_id, ...one } })
  }
  await api.settled(shop.created.id)
}

/** Who answers a request, or the status when nobody does. */
async function answer(host: string, path = '/'): Promise<string> {
  const { status, body } = await ask(`${shop.url}${path}`, { headers: { host } })
  return status === 200 ? body : String(status)
}

const cards = (page: Page) => page.getByRole('list', { name: 'Policies' }).getByRole('listitem')
const first = (page: Page, name: string) =>
  expect(cards(page).first().getByRole('button', { name, exact: true })).toBeVisible()
const tests = (page: Page) => page.getByRole('list', { name: 'Route tests', exact: true }).getByRole('listitem')
const tester = (page: Page) => page.getByRole('dialog', { name: 'Test a request' })
const question = (page: Page) => page.getByRole('dialog', { name: 'This turns 1 route test red' })

async function keepAsTest(page: Page, url: string): Promise<void> {
  await page.goto(`${shop.page}?test=open`)
  await tester(page).getByLabel('URL', { exact: true }).fill(url)
  await tester(page).getByRole('button', { name: 'Ask' }).click()
  await tester(page).getByRole('button', { name: 'Keep as route test' }).click()
  await expect(tester(page).getByRole('button', { name: 'Kept as route test' })).toBeDisabled()
  await page.keyboard.press('Escape')
  await expect(tester(page)).toHaveCount(0)
}

async function moveWithKeys(page: Page, name: string, said: string): Promise<void> {
  await lift(page, name, 'position 1 of 4')
  await page.keyboard.press('ArrowDown')
  await expect(page.getByText(said, { exact: true })).toBeAttached()
  await page.keyboard.press('Space')
}

test('a walk is kept as a route test with one click; one that is expected otherwise is red, is mended, and goes', async ({
  person: page,
}) => {
  await keepAsTest(page, 'http://www2.example.com/api/v1')
  await page.getByRole('link', { name: 'Route tests 1' }).click()
  await expect(tests(page)).toHaveCount(1)
  const name = 'GET www2.example.com/api/v1 → pool birch'
  await expect(tests(page).first().getByRole('button', { name, exact: true })).toBeVisible()
  await expect(tests(page).first().getByText('As expected')).toBeVisible()

  await page.getByRole('button', { name: 'Add route test' }).click()
  const panel = page.getByRole('dialog', { name: 'Add route test' })
  await panel.getByLabel('URL', { exact: true }).fill('http://')
  await panel.getByRole('button', { name: 'Add route test' }).click()
  await expect(panel.getByText('Value should be a URL such as')).toBeVisible()
  // From a curl command, with its headers.
  await panel.getByLabel('URL', { exact: true }).focus()
  await panel.getByLabel('URL', { exact: true }).evaluate((field) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text', "curl -H 'X-Beta: on' https://www.example.com/old/cart")
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  })
  await expect(panel.getByLabel('Headers')).toHaveValue('X-Beta: on')
  await panel.getByRole('radio', { name: 'A redirect' }).click()
  await panel.getByLabel('Location').fill('https://www.example.com/elsewhere')
  await expect(panel.getByText('Now: 302 to https://www.example.com/new, by policy old')).toBeVisible()
  await expect(panel.getByText('Not as expected')).toBeVisible()
  await panel.getByLabel('Name').fill('old cart')
  await panel.getByRole('button', { name: 'Add route test' }).click()
  await expect(panel).toHaveCount(0)
  const card = tests(page).filter({ hasText: 'old cart' })
  await expect(card.getByText('Not as expected')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Route tests 2 1 red' })).toBeVisible()

  await card.getByRole('button', { name: 'old cart', exact: true }).click()
  const edit = page.getByRole('dialog', { name: 'Edit route test' })
  await expect(page).toHaveURL(/route_test=/)
  await edit.getByLabel('Location').fill('https://www.example.com/new')
  await edit.getByRole('button', { name: 'Save changes' }).click()
  await expect(card.getByText('As expected')).toBeVisible()
  await page.getByRole('button', { name: 'Run all' }).click()
  await expect(page.getByText('2 of 2 as expected.')).toBeVisible()

  await page.getByRole('button', { name: 'Actions of route test old cart' }).click()
  await page.getByRole('menuitem', { name: 'Delete route test' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete route test' }).click()
  await expect(tests(page)).toHaveCount(1)
})

test('a reorder that turns a route test red is stopped; with a reason it is made, and the reason is kept', async ({
  person: page,
}) => {
  await keepAsTest(page, 'http://www2.example.com/api')
  const moved = 'Policy to-birch moved to position 2 of 4'
  await moveWithKeys(page, 'to-birch', moved)
  await expect(question(page).getByText('GET www2.example.com/api', { exact: true })).toBeVisible()
  await expect(question(page).getByText('pool birch, by policy to-birch')).toBeVisible()
  await expect(question(page).getByText('pool coral, by policy to-coral')).toBeVisible()
  await question(page).getByRole('button', { name: 'Leave it as it is' }).click()
  await first(page, 'to-birch')
  await expect(page.getByText('would have been red')).toBeVisible()
  expect(await answer('www2.example.com', '/api')).toBe('birch')

  await moveWithKeys(page, 'to-birch', moved)
  await question(page).getByRole('button', { name: 'Save anyway' }).click()
  await expect(question(page).getByText('A reason is needed')).toBeVisible()
  await question(page).getByLabel('Why save it anyway?').fill('the API moves to coral, größer')
  await page.keyboard.press('Enter')
  await expect(question(page)).toHaveCount(0)
  await first(page, 'to-coral')
  await until(async () => (await answer('www2.example.com', '/api')) === 'coral', { says: 'coral to answer' })
  await expect(page.getByRole('link', { name: 'Route tests 1 1 red' })).toBeVisible()

  await page.goto(`/load-balancers/${shop.created.id}/activity`)
  const entry = page.getByRole('row').filter({ hasText: 'against 1 route test' })
  await entry.getByRole('button', { name: 'Show the details' }).click()
  await expect(page.getByText(/is red; saved anyway: the API moves to coral, größer/)).toBeVisible()
})

test('whatever the change is, it is stopped: a switch, a deletion, an edit, another default pool', async ({
  person: page,
}) => {
  await keepAsTest(page, 'http://www2.example.com/')
  const leave = () => question(page).getByRole('button', { name: 'Leave it as it is' }).click()
  await page.getByRole('switch', { name: 'Policy to-birch enabled' }).click()
  await leave()
  await expect(page.getByRole('switch', { name: 'Policy to-birch enabled' })).toBeChecked()

  await page.getByRole('button', { name: 'Actions of policy to-birch' }).click()
  await page.getByRole('menuitem', { name: 'Delete policy' }).click()
  const deletion = page.getByRole('alertdialog')
  await deletion.getByRole('button', { name: 'Delete policy' }).click()
  await leave()
  await expect(deletion.getByText('would have been red')).toBeVisible()
  await deletion.getByRole('button', { name: 'Cancel' }).click()

  await page.getByRole('button', { name: 'to-birch', exact: true }).click()
  const panel = page.getByRole('dialog', { name: 'Edit policy to-birch' })
  await panel.getByRole('radio', { name: 'Reject' }).click()
  await panel.getByRole('button', { name: 'Save changes' }).click()
  await expect(question(page).getByText('403, by policy to-birch')).toBeVisible()
  await question(page).getByLabel('Why save it anyway?').fill('closed')
  await question(page).getByRole('button', { name: 'Save anyway' }).click()
  await expect(panel).toHaveCount(0)
  await until(async () => (await answer('www2.example.com')) === '403', { says: '403' })

  await keepAsTest(page, 'http://nobody.example.com/')
  await page.goto(`/load-balancers/${shop.created.id}/listeners?listener=${shop.listener_id}`)
  const listener = page.getByRole('dialog', { name: /^Edit listener/ })
  await listener.getByRole('combobox', { name: 'Default pool' }).click()
  await page.getByRole('option', { name: /coral/ }).click()
  await listener.getByRole('button', { name: 'Save changes' }).click()
  await expect(question(page).getByText('pool coral, the default')).toBeVisible()
  await leave()
  await expect(listener.getByText('would have been red')).toBeVisible()
  expect(await answer('nobody.example.com')).toBe('amber')
})

test('a policy that is being edited shows what it would do to a request, beside what runs', async ({
  person: page,
}) => {
  await page.goto(`${shop.page}?policy=new`)
  const panel = page.getByRole('dialog', { name: 'Add policy' })
  await panel.getByRole('button', { name: 'Try a request' }).click()
  await expect(panel.getByText('Complete the policy to see what it would change.')).toBeVisible()
  await panel.getByRole('combobox', { name: 'Pool' }).click()
  await page.getByRole('option', { name: 'coral' }).click()
  await panel.getByRole('region', { name: 'Condition 1' }).getByLabel('Value').fill('www3.example.com')
  await panel.getByLabel('Name', { exact: true }).fill('third')
  await panel.getByLabel('URL', { exact: true }).fill('http://www3.example.com/')
  const trial = panel.getByRole('region', { name: 'Now and with this change' })
  await expect(trial.getByText('pool amber, the default')).toBeVisible()
  await expect(trial.getByText('pool coral, by policy third')).toBeVisible()
  await expect(trial.getByText('Other result')).toBeVisible()
  await expect(trial.getByText('third is not there, then takes it')).toBeVisible()
  await panel.getByLabel('URL', { exact: true }).fill('http://www.example.com/')
  await expect(trial.getByText('Same result')).toBeVisible()

  // The tester above it begins with the same request, and walks the draft.
  await panel.getByRole('button', { name: 'Show the whole walk' }).click()
  await expect(tester(page).getByLabel('URL', { exact: true })).toHaveValue('http://www.example.com/')
  await tester(page).getByLabel('URL', { exact: true }).fill('http://www3.example.com/old')
  await tester(page).getByRole('button', { name: 'Ask' }).click()
  const walk = tester(page).getByRole('region', { name: 'The walk with this change' })
  await expect(walk.getByText('Policy old takes it: ')).toBeVisible()
  await expect(walk.getByText('third')).toHaveCount(0)
  await page.keyboard.press('Escape')
  await expect(panel.getByLabel('URL', { exact: true })).toHaveValue('http://www3.example.com/old')
  expect(await answer('www3.example.com')).toBe('amber')
})

test('sent for real, HAProxy agrees: the default pool, a policy, a redirect, and a reject by the client address', async ({
  person: page,
}) => {
  await page.goto(`${shop.page}?test=open`)
  const birch = shop.backends[1]
  const send = async (url: string, source: string, said: RegExp | string) => {
    await tester(page).getByLabel('URL', { exact: true }).fill(url)
    await tester(page).getByLabel('Client address').fill(source)
    await tester(page).getByRole('button', { name: 'Send it for real' }).click()
    await expect(tester(page).getByRole('region', { name: 'Sent for real' })).toContainText(said)
  }
  await send('http://www.example.com/', '', /HAProxy agrees: pool amber, no policy, member amber \(127\./)
  await send(
    'http://www2.example.com/api',
    '',
    `HAProxy agrees: pool birch, policy to-birch, member birch (${birch?.address}:${birch?.port}). It was answered with 200`,
  )
  await send(
    'http://www.example.com/old',
    '',
    'HAProxy agrees: 302 without a pool, policy old. It was answered with 302',
  )
  await send('http://www.example.com/admin', '192.0.2.7', 'HAProxy agrees: 403 without a pool, policy office.')
  await send('http://www.example.com/admin', '10.1.2.3', 'HAProxy agrees: pool amber, no policy, member amber')
})

test('a request that came is picked, its walk ends where HAProxy took it, and one click keeps it as a route test', async ({
  person: page,
}) => {
  await page.goto(`${shop.page}?test=open`)
  await tester(page).getByRole('button', { name: 'Recent requests' }).click()
  await expect(tester(page).getByText('None yet: requests appear here a second after they arrive.')).toBeVisible()
  expect(await answer('www2.example.com', '/api/cart?q=1')).toBe('birch')
  const recent = tester(page).getByRole('list', { name: 'Recent requests' }).getByRole('listitem')
  const one = recent.filter({ hasText: 'GET www2.example.com/api/cart?q=1' })
  await expect(one).toContainText('policy to-birch, pool birch')
  await expect(one).toContainText('200')
  await one.getByRole('button').click()
  await expect(tester(page).getByLabel('URL', { exact: true })).toHaveValue('http://www2.example.com/api/cart?q=1')
  await expect(tester(page).getByLabel('Client address')).toHaveValue(/^127\./)
  await expect(tester(page).getByRole('region', { name: 'The walk' })).toContainText('Policy to-birch takes it')
  await tester(page).getByRole('button', { name: 'Keep as route test' }).click()
  await expect(tester(page).getByRole('button', { name: 'Kept as route test' })).toBeDisabled()
  await page.keyboard.press('Escape')
  await page.getByRole('link', { name: 'Route tests 1' }).click()
  const name = 'GET www2.example.com/api/cart?q=1 → pool birch'
  await expect(tests(page).getByRole('button', { name, exact: true })).toBeVisible()
  await expect(tests(page).first().getByText('As expected')).toBeVisible()
})
