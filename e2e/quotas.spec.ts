import { expect, test } from './fixtures.ts'

test.afterEach(({ api }) => api.removeAll())

test('an administrator limits a project, which is then refused more, and lifts the limit again', async ({
  person: page,
  api,
}) => {
  await page.goto('/settings')
  await page.getByRole('link', { name: 'Quotas' }).click()
  const line = page.getByRole('region', { name: 'Quotas' }).getByRole('row', { name: /^default / })
  await line.getByRole('button', { name: 'default' }).click()
  const panel = page.getByRole('dialog', { name: 'Edit the quota of default' })
  await panel.getByLabel('Load balancers').fill('many')
  await panel.getByRole('button', { name: 'Save changes' }).click()
  await expect(panel.getByLabel('Load balancers')).toHaveAttribute('aria-invalid', 'true')
  await panel.getByLabel('Load balancers').fill('0')
  await panel.getByRole('button', { name: 'Save changes' }).click()
  await expect(panel).toBeHidden()
  await expect(line).toContainText('Full')
  await expect(api.create({ name: 'too-many' })).rejects.toThrow('Quota has been met for resources: Load Balancer')

  await line.getByRole('button', { name: 'default' }).click()
  await panel.getByLabel('Load balancers').fill('')
  await panel.getByRole('button', { name: 'Save changes' }).click()
  await expect(panel).toBeHidden()
  await expect(line).not.toContainText('Full')
  await api.create({ name: 'enough-room' })
})
