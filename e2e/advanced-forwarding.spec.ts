import { expect, test } from './fixtures.ts'
import { firstVip } from './own-networks.ts'
import { addTwo, cards, handle, type PolicyScene, settled, startPolicyScene } from './policy-scene.ts'
import { freePort } from './product.ts'
import { until } from './until.ts'

let scene: PolicyScene
test.beforeEach(async ({ api }) => {
  scene = await startPolicyScene(api)
})
test.afterEach(() => scene.end())

/** Who answered how often, of so many requests one after the other. */
async function answersOf(count: number, host: string, path: string): Promise<ReadonlyMap<string, number>> {
  const seen = new Map<string, number>()
  for (let at = 0; at < count; at += 1) {
    const name = await scene.answer(host, path)
    seen.set(name, (seen.get(name) ?? 0) + 1)
  }
  return seen
}

test('two hosts share two pools by weight, and what is asked is rewritten; a weight that goes to 0 by keyboard gets nothing', async ({
  person: page,
}) => {
  await page.goto(`${scene.page}?policy=new`)
  const panel = page.getByRole('dialog', { name: 'Add policy' })
  await panel.getByRole('button', { name: 'Split by weight' }).click()
  for (const [at, name] of ['birch', 'coral'].entries()) {
    await panel.getByRole('combobox', { name: `Pool ${at + 1}` }).click()
    await page.getByRole('option', { name }).click()
    await panel.getByLabel(`Weight of pool ${at + 1}`, { exact: true }).fill('50')
  }
  await expect(panel.getByRole('img', { name: 'birch 50 %, coral 50 %' }).first()).toBeVisible()

  const host = panel.getByRole('region', { name: 'Condition 1' }).getByLabel('Value')
  for (const value of ['a.test', 'b.test', 'oops.test']) {
    await host.fill(value)
    await host.press('Enter')
  }
  await panel.getByRole('button', { name: 'Remove oops.test' }).click()
  await panel.getByRole('button', { name: 'Add condition' }).click()
  const path = panel.getByRole('region', { name: 'Condition 2' })
  await path.getByRole('combobox', { name: 'Comparison' }).click()
  await page.getByRole('option', { name: /^is like/ }).click()
  await path.getByLabel('Value').fill('/shop/*')

  await panel.getByRole('button', { name: /^Rewrite the URL/ }).click()
  await panel.getByLabel('Path for the member', { exact: true }).fill('/tell/$1')
  const preview = panel.getByRole('region', { name: 'Preview' })
  await expect(preview.getByLabel('Example URL')).toHaveValue('http://a.test/shop/abc')
  await expect(preview.getByText('GET /tell/abc')).toBeVisible()
  await panel.getByLabel('Name', { exact: true }).fill('split')
  await panel.getByRole('button', { name: 'Add policy' }).click()
  await expect(panel).toHaveCount(0)
  await expect(cards(page).getByText('a.test or b.test')).toBeVisible()
  await settled(page)
  await until(async () => (await answersOf(20, 'a.test', '/shop/x')).size === 2, { says: 'both pools to answer' })
  expect([...(await answersOf(20, 'b.test', '/shop/x')).keys()].sort()).toEqual(['birch /tell/x', 'coral /tell/x'])
  expect(await scene.answer('c.test', '/shop/x')).toBe('amber')

  await page.getByRole('button', { name: 'split', exact: true }).click()
  const edit = page.getByRole('dialog', { name: 'Edit policy split' })
  await edit.getByRole('slider', { name: 'Weight of pool 1' }).focus()
  await page.keyboard.press('Home')
  await expect(edit.getByRole('img', { name: 'birch 0 %, coral 100 %' }).first()).toBeVisible()
  await edit.getByRole('button', { name: 'Save changes' }).click()
  await expect(edit).toHaveCount(0)
  await until(async () => [...(await answersOf(20, 'a.test', '/shop/x')).keys()].join() === 'coral /tell/x', {
    says: 'the pool of weight 0 to get nothing',
  })
})

test('an answer is byte by byte what was typed, and what is asked too fast is answered with 503', async ({
  person: page,
}) => {
  const body = '{"until": "nine", "100 %": \'$host $1 \\n \\\\ ü 😀\'}'
  await page.goto(`${scene.page}?policy=new`)
  const panel = page.getByRole('dialog', { name: 'Add policy' })
  await panel.getByRole('radio', { name: 'Answer' }).click()
  await panel.getByLabel('Status').fill('404')
  await panel.getByLabel('Body').fill(body)
  await panel.getByLabel('Value').fill('gone.test')
  await expect(panel.getByRole('region', { name: 'Preview' }).getByText(body)).toBeVisible()
  await panel.getByRole('button', { name: /^Rate limit/ }).click()
  await panel.getByLabel('In all').fill('5')
  await panel.getByLabel('From one client').fill('5')
  await panel.getByRole('button', { name: 'Add policy' }).click()
  await expect(panel.getByText('Value should be lower than qps, which is 5')).toBeVisible()
  await panel.getByLabel('From one client').fill('2')
  await panel.getByRole('button', { name: 'Add policy' }).click()
  await expect(panel).toHaveCount(0)
  await expect(cards(page).getByText('at most 5 a second · 2 a second from one client')).toBeVisible()
  await until(async () => (await scene.ask('gone.test')).body === body, { says: 'the body as it was typed' })
  const statuses = await Promise.all(Array.from({ length: 12 }, async () => (await scene.ask('gone.test')).status))
  expect(statuses).toContain(503)
  expect(statuses.filter((one) => one !== 503 && one !== 404)).toEqual([])
  // The card tells what is refused while it is.
  const limited = cards(page).getByText(/limited\/s/)
  await until(async () => (await scene.ask('gone.test')).status === 503 && (await limited.isVisible()), {
    says: 'what the limit refuses',
  })
})

test('mutations go to the primary pool by what is in the body; the tester sends a pasted curl command with its body', async ({
  person: page,
}) => {
  await page.goto(scene.page)
  await page.getByRole('button', { name: 'From a template' }).click()
  await page.getByRole('menuitem', { name: /^GraphQL mutations/ }).click()
  const panel = page.getByRole('dialog', { name: 'Add policy' })
  await expect(panel.getByText(/^Looking into bodies is expensive: .* about 20 kB of HAProxy/)).toBeVisible()
  await panel.getByRole('combobox', { name: 'Pool' }).click()
  await page.getByRole('option', { name: 'birch' }).click()
  await panel.getByLabel('JSON path').fill('$.query"),lower')
  await panel.getByRole('button', { name: 'Add policy' }).click()
  await expect(panel.getByText(/^Value should be a path such as \$\.user\.plan/)).toBeVisible()
  await panel.getByLabel('JSON path').fill('$.query')
  await panel.getByRole('button', { name: 'Add policy' }).click()
  await expect(panel).toHaveCount(0)
  await expect(cards(page).getByText('waits for bodies')).toBeVisible()
  const post = async (query: string) =>
    (await fetch(`${scene.url}/graphql`, { method: 'POST', body: JSON.stringify({ query }) })).text()
  await until(async () => (await post('mutation { pay }')) === 'birch', { says: 'mutations to go to birch' })
  expect(await post('query { mutation }')).toBe('amber')

  await page.goto(`${scene.page}?test=open`)
  const tester = page.getByRole('dialog', { name: 'Test a request' })
  const url = tester.getByLabel('URL', { exact: true })
  await url.fill('')
  await url.evaluate((field, text) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text', text)
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, `curl http://a.test/graphql -H 'Content-Type: application/json' -d '{"query": "mutation { pay }"}'`)
  await expect(tester.getByLabel('Body')).toHaveValue('{"query": "mutation { pay }"}')
  await tester.getByRole('button', { name: 'Send it for real' }).click()
  await expect(tester.getByRole('region', { name: 'Sent for real' })).toContainText(
    'HAProxy agrees: pool birch, policy mutations',
  )
  await tester.getByLabel('Body').fill('{"query": "{ see }"}')
  await tester.getByRole('button', { name: 'Ask' }).click()
  await expect(tester.getByRole('region', { name: 'The walk' })).toContainText('it is { see }')
})

test('a redirect to a listener overrides all others, which the list says', async ({ person: page, api }) => {
  await addTwo(api, scene)
  const protocol_port = await freePort(firstVip)
  const listener = { name: 'secure', loadbalancer_id: scene.created.id, protocol: 'HTTPS', protocol_port }
  await api.lbaas('POST', '/listeners', { listener })
  await page.goto(`${scene.page}?policy=new`)
  const panel = page.getByRole('dialog', { name: 'Add policy' })
  await panel.getByRole('radio', { name: 'Redirect to listener' }).click()
  await expect(panel.getByText('2 other policies of this listener will not be tried')).toBeVisible()
  await panel.getByRole('combobox', { name: 'HTTPS listener' }).click()
  await page.getByRole('option', { name: /^secure/ }).click()
  await panel.getByLabel('Name', { exact: true }).fill('all-secure')
  await panel.getByRole('button', { name: 'Add policy' }).click()
  await expect(panel).toHaveCount(0)
  await scene.answers('www2.example.com', '/api', '301')
  const { location } = await scene.ask('www2.example.com', '/api?x=1')
  expect(location).toBe(`https://www2.example.com:${protocol_port}/api?x=1`)
  await expect(page.getByText(/^Inactive: Another policy redirects every request/)).toHaveCount(2)
})

test('without advanced forwarding the list says how it is ordered, and a click lets people order it', async ({
  person: page,
  api,
}) => {
  await addTwo(api, scene)
  const listener = { enhance_l7policy_enable: false }
  await api.lbaas('PUT', `/listeners/${scene.listener_id}`, { listener })
  await page.goto(scene.page)
  // A host with a path is closer than the host alone.
  await expect(cards(page).first().getByRole('button', { name: 'to-coral', exact: true })).toBeVisible()
  await expect(handle(page, 'to-coral')).toHaveAttribute('aria-disabled', 'true')
  await page.getByRole('button', { name: 'Switch advanced forwarding on' }).click()
  await expect(handle(page, 'to-coral')).not.toHaveAttribute('aria-disabled', 'true')
  await expect(page.getByText(/^The order follows from the conditions/)).toHaveCount(0)
})
