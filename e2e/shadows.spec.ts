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

let scene: PolicyScene
test.beforeEach(async ({ api }) => {
  scene = await startPolicyScene(api)
  await addTwo(api, scene)
})
test.afterEach(() => scene.end())

const proof = 'GET http://www2.example.com/api'

test('a policy behind a wider one never matches: its witness goes to the other, and moved above it is alive', async ({
  person: page,
}) => {
  await page.goto(scene.page)
  const dead = cards(page).nth(1)
  await expect(dead.getByText('Never matches', { exact: true })).toBeVisible()
  await expect(dead.getByText('to-birch at position 1 takes all of it first.')).toBeVisible()
  await expect(dead.getByText(proof)).toBeVisible()
  await expect(page.getByText('Never matches', { exact: true })).toHaveCount(1)

  await dead.getByRole('button', { name: 'Walk this request' }).click()
  const tester = page.getByRole('dialog', { name: 'Test a request' })
  await expect(tester.getByLabel('URL')).toHaveValue('http://www2.example.com/api')
  await expect(tester.getByText('Policy to-birch takes it')).toBeVisible()
  await tester.getByRole('button', { name: 'Close' }).click()
  expect(await scene.answer('www2.example.com', '/api')).toBe('birch')

  await dead.getByRole('button', { name: 'Move above it' }).click()
  await expect.poll(() => shownOrder(page)).toEqual(['to-coral', 'to-birch'])
  await expect(page.getByText('Never matches', { exact: true })).toHaveCount(0)
  await settled(page)
  await scene.answers('www2.example.com', '/api', 'coral')
  expect(await scene.answer('www2.example.com', '/')).toBe('birch')

  await actions(page, 'to-coral').click()
  await page.getByRole('menuitem', { name: 'Show overlaps' }).click()
  const overlaps = page.getByRole('dialog', { name: 'Overlaps of policy to-coral' })
  await expect(overlaps.getByText('Tried after it, and loses some requests to it')).toBeVisible()
  await expect(overlaps.getByText(proof)).toBeVisible()
})

test('while a card is held with the keyboard, the one that would never match says so', async ({
  person: page,
  api,
}) => {
  const rules = [{ type: 'HOST_NAME', compare_type: 'ENDS_WITH', value: '.example.com' }]
  const policy = { listener_id: scene.listener_id, name: 'all-hosts', action: 'REJECT', rules }
  await api.lbaas('POST', '/l7policies', { l7policy: policy })
  await page.goto(scene.page)
  await expect(cards(page)).toHaveCount(3)
  await expect(page.getByText('Never matches', { exact: true })).toHaveCount(1)
  await lift(page, 'all-hosts', 'position 3 of 3')
  await page.keyboard.press('ArrowUp')
  await expect(page.getByText('Policy all-hosts moved to position 2 of 3', { exact: true })).toBeAttached()
  await page.keyboard.press('ArrowUp')
  await expect(page.getByText('Policy all-hosts moved to position 1 of 3', { exact: true })).toBeAttached()
  const birch = cards(page).filter({ has: handle(page, 'to-birch') })
  await expect(birch.getByText('Would never match here')).toBeVisible()
  await expect(page.getByText('1 policy would never match here: to-birch')).toBeAttached()
  await page.keyboard.press('Escape')
  await expect(page.getByText('Would never match here')).toHaveCount(0)
  expect(await scene.answer('www2.example.com', '/')).toBe('birch')
})

test('before it is saved, a policy that would never match says so, and one that would leave another without traffic too', async ({
  person: page,
}) => {
  await page.goto(`${scene.page}?policy=new`)
  const panel = page.getByRole('dialog', { name: 'Add policy' })
  await panel.getByRole('radio', { name: 'Reject' }).click()
  await panel.getByLabel('Value').fill('www2.example.com')
  // The very same conditions are refused, and whose they are is said.
  await expect(panel.getByText('Policy to-birch at position 1 asks exactly the same.')).toBeVisible()
  await expect(panel.getByRole('link', { name: 'Open policy to-birch' })).toBeVisible()
  await panel.getByRole('button', { name: 'Add condition' }).click()
  await panel.getByRole('region', { name: 'Condition 2' }).getByLabel('Value').fill('/shop')
  await expect(panel.getByText(/This policy would never match: to-birch at position 1/)).toBeVisible()
  await panel.getByRole('button', { name: 'Remove condition 2' }).click()
  await panel.getByRole('combobox', { name: 'Comparison' }).click()
  await page.getByRole('option', { name: /^is like/ }).click()
  await panel.getByLabel('Value').fill('*.example.com')
  await panel.getByRole('button', { name: 'More options' }).click()
  await panel.getByLabel('Position').fill('1')
  await expect(panel.getByText(/It would take all traffic of: to-birch/)).toBeVisible()
  await expect(panel.getByText('This policy would never match')).toHaveCount(0)
})
