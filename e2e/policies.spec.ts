import { expect, test } from './fixtures.ts'
import { addTwo, cards, handle, lift, type PolicyScene, settled, startPolicyScene } from './policy-scene.ts'

let scene: PolicyScene
test.beforeEach(async ({ api }) => {
  scene = await startPolicyScene(api)
})
test.afterEach(() => scene.end())

test('with the mouse only: a policy sends www2 to a pool of its own, and traffic follows; deleted, it goes back', async ({
  person: page,
}) => {
  await page.goto(`/load-balancers/${scene.created.id}/listeners`)
  await page.getByRole('link', { name: 'Policies 0' }).click()
  await expect(page.getByText('No policies yet')).toBeVisible()
  await page.getByRole('button', { name: 'From a template' }).click()
  await page.getByRole('menuitem', { name: /^By host/ }).click()
  const panel = page.getByRole('dialog', { name: 'Add policy' })

  // Saving too early explains, at the fields.
  await panel.getByRole('button', { name: 'Add policy' }).click()
  await expect(panel.getByText('Choose the pool that the requests are sent to')).toBeVisible()

  await panel.getByRole('combobox', { name: 'Pool' }).click()
  await page.getByRole('option', { name: 'birch' }).click()
  await panel.getByLabel('Value').fill('www2.example.com')
  await panel.getByLabel('Name', { exact: true }).fill('second-host')
  await expect(panel.getByText('host is www2.example.com')).toBeVisible()
  await panel.getByRole('button', { name: 'Add policy' }).click()
  await expect(panel).toHaveCount(0)
  await expect(cards(page)).toHaveCount(1)
  await settled(page)
  await scene.answers('www2.example.com', '/', 'birch')
  expect(await scene.answer('www.example.com')).toBe('amber')

  await page.getByRole('button', { name: 'Actions of policy second-host' }).click()
  await page.getByRole('menuitem', { name: 'Delete policy' }).click()
  const question = page.getByRole('alertdialog')
  await expect(question.getByText('Condition: host is www2.example.com')).toBeVisible()
  const word = question.getByRole('textbox')
  if ((await word.count()) > 0) await word.fill('second-host')
  await question.getByRole('button', { name: 'Delete policy' }).click()
  await expect(cards(page)).toHaveCount(0)
  await scene.answers('www2.example.com', '/', 'amber')
})

test('a drag changes who answers, and undo changes it back', async ({ person: page, api }) => {
  await addTwo(api, scene)
  await page.goto(scene.page)
  await expect(cards(page)).toHaveCount(2)
  const [from, to] = [await handle(page, 'to-coral').boundingBox(), await handle(page, 'to-birch').boundingBox()]
  if (from === null || to === null) throw new Error('the handles are not drawn')
  await page.mouse.move(from.x + 8, from.y + 8)
  await page.mouse.down()
  await page.mouse.move(from.x + 8, from.y - 8, { steps: 4 })
  await page.mouse.move(to.x + 8, to.y + 4, { steps: 8 })
  await expect(page.getByText('Policy to-coral moved to position 1 of 2', { exact: true })).toBeAttached()
  await page.mouse.up()
  await expect(cards(page).first().getByRole('button', { name: 'to-coral', exact: true })).toBeVisible()
  await scene.answers('www2.example.com', '/api', 'coral')
  await settled(page)

  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(cards(page).first().getByRole('button', { name: 'to-birch', exact: true })).toBeVisible()
  await scene.answers('www2.example.com', '/api', 'birch')
})

test('with the keyboard only: lifted, moved, put back; moved and dropped; and by its number', async ({
  person: page,
  api,
}) => {
  await addTwo(api, scene)
  await page.goto(scene.page)
  await lift(page, 'to-birch', 'position 1 of 2')
  await page.keyboard.press('ArrowDown')
  await expect(page.getByText('Policy to-birch moved to position 2 of 2', { exact: true })).toBeAttached()
  await page.keyboard.press('Escape')
  await expect(page.getByText('Policy to-birch put back to position 1 of 2', { exact: true })).toBeAttached()
  expect(await scene.answer('www2.example.com', '/api')).toBe('birch')

  await lift(page, 'to-birch', 'position 1 of 2')
  await page.keyboard.press('ArrowDown')
  await expect(page.getByText('Policy to-birch moved to position 2 of 2', { exact: true })).toBeAttached()
  await page.keyboard.press('Space')
  await scene.answers('www2.example.com', '/api', 'coral')
  await expect(handle(page, 'to-birch')).toBeFocused()

  await page.getByRole('button', { name: 'Actions of policy to-birch' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitem', { name: 'Edit policy' })).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('menuitem', { name: 'Move to position…' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: 'Move policy to-birch' })).toBeVisible()
  await page.keyboard.type('1')
  await page.keyboard.press('Enter')
  await scene.answers('www2.example.com', '/api', 'birch')
})

test('two people reorder at once: the second is told, and the order is the one of the first', async ({
  person: page,
  api,
  context,
}) => {
  await addTwo(api, scene)
  await page.goto(scene.page)
  await expect(cards(page)).toHaveCount(2)
  // The second person's page does not hear of the first one's change before its own call.
  await context.route('**/policy-order', async (route) => {
    const { l7policies } = route.request().postDataJSON() as { l7policies: string[] }
    await api.call('PUT', `/console/listeners/${scene.listener_id}/policy-order`, { l7policies })
    await route.continue()
  })
  await lift(page, 'to-birch', 'position 1 of 2')
  await page.keyboard.press('ArrowDown')
  await expect(page.getByText('Policy to-birch moved to position 2 of 2', { exact: true })).toBeAttached()
  await page.keyboard.press('Space')
  await expect(page.getByText('The order was not changed')).toBeVisible()
  await expect(cards(page).first().getByRole('button', { name: 'to-coral', exact: true })).toBeVisible()
})

test('two people edit one policy: the second is told who was faster, and goes on from theirs with what was typed', async ({
  person: page,
  api,
  context,
}) => {
  await addTwo(api, scene)
  await page.goto(scene.page)
  await page.getByRole('button', { name: 'to-coral', exact: true }).click()
  const edit = page.getByRole('dialog', { name: 'Edit policy to-coral' })
  await edit.getByRole('region', { name: 'Condition 2' }).getByLabel('Value').fill('/mine')
  // The second person's page does not hear of the first one's change before its own call.
  let isFirst = true
  await context.route('**/console/l7policies/*', async (route) => {
    if (isFirst) {
      isFirst = false
      const id = new URL(route.request().url()).pathname.split('/').at(-1)
      const { rules } = await api.lbaas<{ rules: { id: string; type: string }[] }>('GET', `/l7policies/${id}/rules`)
      const kept = rules.map((one) => ({ id: one.id, ...(one.type === 'HOST_NAME' && { value: 'www4.example.com' }) }))
      await api.call('PUT', `/console/l7policies/${id}`, { l7policy: { rules: kept } })
    }
    await route.continue()
  })
  await edit.getByRole('button', { name: 'Save changes' }).click()
  await expect(edit.getByText(/changed this policy at .* Nothing was saved/)).toBeVisible()
  await edit.getByRole('button', { name: 'Load theirs, keep what I typed' }).click()
  await expect(edit.getByRole('region', { name: 'Condition 1' }).getByLabel('Value')).toHaveValue('www4.example.com')
  await expect(edit.getByRole('region', { name: 'Condition 2' }).getByLabel('Value')).toHaveValue('/mine')
  await edit.getByRole('button', { name: 'Save changes' }).click()
  await expect(edit).toHaveCount(0)
  await scene.answers('www4.example.com', '/mine', 'coral')
  expect(await scene.answer('www4.example.com', '/api')).toBe('amber')
})

test('names that are pasted become a policy each; an edit changes only what differs', async ({ person: page }) => {
  await page.goto(`${scene.page}?policy=new`)
  const panel = page.getByRole('dialog', { name: 'Add policy' })
  await panel.getByRole('combobox', { name: 'Pool' }).click()
  await page.getByRole('option', { name: 'coral' }).click()
  await panel.getByRole('button', { name: 'Several hosts' }).click()
  await panel.getByLabel('Hosts').fill('a.test\nb.test, https://c.test/')
  await panel.getByRole('button', { name: 'Add 3 policies' }).click()
  await expect(cards(page)).toHaveCount(3)
  for (const host of ['a.test', 'b.test', 'c.test']) await scene.answers(host, '/', 'coral')
  expect(await scene.answer('d.test')).toBe('amber')

  await page.getByRole('button', { name: 'b.test', exact: true }).click()
  const edit = page.getByRole('dialog', { name: 'Edit policy b.test' })
  await expect(edit.getByRole('button', { name: 'Save changes' })).toBeDisabled()
  await edit.getByRole('button', { name: 'Add condition' }).click()
  await edit.getByRole('region', { name: 'Condition 2' }).getByLabel('Value').fill('/shop')
  await edit.getByRole('radio', { name: 'Reject' }).click()
  await edit.getByRole('button', { name: 'Save changes' }).click()
  await expect(edit).toHaveCount(0)
  await scene.answers('b.test', '/shop', '403')
  expect(await scene.answer('b.test', '/')).toBe('amber')

  await page.getByLabel('Find policies').fill('/shop')
  await expect(cards(page)).toHaveCount(1)
})

test('with a finger, on a phone: a drag changes who answers', async ({ browser, baseURL, api, session }) => {
  await addTwo(api, scene)
  const context = await browser.newContext({
    ...(baseURL === undefined ? {} : { baseURL }),
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  })
  await context.addCookies(session)
  const page = await context.newPage()
  await page.goto(scene.page)
  await expect(cards(page)).toHaveCount(2)
  await handle(page, 'to-birch').scrollIntoViewIfNeeded()
  const [from, to] = [await handle(page, 'to-birch').boundingBox(), await handle(page, 'to-coral').boundingBox()]
  if (from === null || to === null) throw new Error('the handles are not drawn')
  const x = from.x + from.width / 2
  const finger = await context.newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', y?: number) =>
    finger.send('Input.dispatchTouchEvent', { type, touchPoints: y === undefined ? [] : [{ x, y }] })
  const [start, end] = [from.y + from.height / 2, to.y + to.height / 2 + 12]
  await touch('touchStart', start)
  for (let at = 1; at <= 10; at += 1) await touch('touchMove', start + ((end - start) * at) / 10)
  await expect(page.getByText('Policy to-birch moved to position 2 of 2', { exact: true })).toBeAttached()
  await touch('touchEnd')
  await scene.answers('www2.example.com', '/api', 'coral')
  await context.close()
})
