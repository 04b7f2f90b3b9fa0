import { readFile } from 'node:fs/promises'
import type { Browser, Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'

const password = 'a password of her own'

async function signedIn(browser: Browser, url: string, name: string): Promise<Page> {
  const page = await (await browser.newContext({ baseURL: url })).newPage()
  await page.goto('/sign-in')
  await page.getByLabel('Name').fill(name)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).not.toHaveURL(/sign-in/)
  return page
}

/** Signs in as a program does, and answers with the token, or null when it is refused. */
async function tokenFor(url: string, application_credential: object): Promise<string | null> {
  const response = await fetch(`${url}/identity/v3/auth/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ auth: { identity: { methods: ['application_credential'], application_credential } } }),
  })
  return response.headers.get('x-subject-token')
}

async function listWith(url: string, token: string): Promise<number> {
  const path = '/load-balancer/v2/lbaas/loadbalancers'
  return (await fetch(`${url}${path}`, { headers: { 'x-auth-token': token } })).status
}

test('an administrator creates a project and a person, who makes a credential for a program and revokes it', async ({
  person: page,
  browser,
  product,
  api,
}) => {
  await page.goto('/settings')
  await page.getByRole('link', { name: 'Projects' }).click()
  await page.getByRole('button', { name: 'Create project' }).click()
  const projectPanel = page.getByRole('dialog', { name: 'Create project' })
  await projectPanel.getByRole('button', { name: 'Create project' }).click()
  await expect(projectPanel.getByLabel('Name')).toHaveAttribute('aria-invalid', 'true')
  await projectPanel.getByLabel('Name').fill('shop')
  await projectPanel.getByRole('button', { name: 'Create project' }).click()
  await expect(page.getByRole('region', { name: 'Projects' }).getByRole('row', { name: /^shop/ })).toBeVisible()

  await page.getByRole('link', { name: 'People' }).click()
  await page.getByRole('button', { name: 'Add person' }).click()
  const personPanel = page.getByRole('dialog', { name: 'Add person' })
  await personPanel.getByLabel('Name', { exact: true }).fill('ada')
  await personPanel.getByLabel('Password', { exact: true }).fill(password)
  await personPanel.getByLabel('Project').click()
  await page.getByRole('option', { name: 'shop' }).click()
  await personPanel.getByRole('button', { name: 'Add person' }).click()
  const line = page.getByRole('region', { name: 'People' }).getByRole('row', { name: /^ada/ })
  await expect(line).toContainText('shop: Member')

  const hers = await signedIn(browser, product.url, 'ada')
  await hers.goto('/settings')
  await expect(hers.getByRole('link', { name: 'People' })).toHaveCount(0)
  await hers.getByRole('link', { name: 'Credentials' }).click()
  await hers.getByRole('button', { name: 'Create credential' }).click()
  const credentialPanel = hers.getByRole('dialog', { name: 'Create credential' })
  await credentialPanel.getByLabel('Name').fill('terraform')
  await credentialPanel.getByRole('button', { name: 'Create credential' }).click()
  const made = hers.getByRole('dialog', { name: 'terraform is ready' })
  const id = await made.getByLabel('ID', { exact: true }).inputValue()
  const secret = await made.getByLabel('Secret', { exact: true }).inputValue()
  const downloading = hers.waitForEvent('download')
  await made.getByRole('button', { name: 'Download clouds.yaml' }).click()
  const file = await downloading
  expect(file.suggestedFilename()).toBe('clouds.yaml')
  const clouds = await readFile(await file.path(), 'utf8')
  for (const text of [`${product.url}/identity/v3`, id, secret]) expect(clouds).toContain(text)
  await made.getByRole('button', { name: 'Done' }).click()
  const credential = hers
    .getByRole('region', { name: 'Application credentials' })
    .getByRole('row', { name: /^terraform/ })
  await expect(credential).toContainText('Member')
  await expect(hers.getByText(secret)).toHaveCount(0)

  const token = (await tokenFor(product.url, { id, secret })) ?? ''
  expect(await listWith(product.url, token)).toBe(200)
  await credential.getByRole('button', { name: 'Revoke terraform' }).click()
  await hers.getByRole('alertdialog').getByRole('button', { name: 'Revoke credential' }).click()
  await expect(hers.getByText('No application credentials yet')).toBeVisible()
  expect(await listWith(product.url, token)).toBe(401)
  expect(await tokenFor(product.url, { id, secret })).toBeNull()

  await hers.getByRole('button', { name: 'Create access key' }).click()
  const keyPanel = hers.getByRole('dialog', { name: 'Create access key' })
  await keyPanel.getByLabel('Description').fill('for an SDK')
  await keyPanel.getByRole('button', { name: 'Create access key' }).click()
  const madeKey = hers.getByRole('dialog', { name: 'Your access key is ready' })
  const accessKey = await madeKey.getByLabel('Access key (AK)').inputValue()
  await expect(madeKey.getByLabel('Secret key (SK)')).toHaveValue(/^[\w-]{40}$/)
  await expect(madeKey.getByLabel('Endpoint')).toHaveValue(product.url)
  await madeKey.getByRole('button', { name: 'Done' }).click()
  const keys = hers.getByRole('region', { name: 'Access keys' }).getByRole('row')
  await expect(keys.filter({ hasText: accessKey })).toContainText('for an SDK')
  await hers.getByRole('button', { name: `Revoke ${accessKey}` }).click()
  await hers.getByRole('alertdialog').getByRole('button', { name: 'Revoke access key' }).click()
  await expect(hers.getByText('No access keys yet')).toBeVisible()

  await line.getByRole('button', { name: 'ada', exact: true }).click()
  const editor = page.getByRole('dialog', { name: 'Edit person' })
  await editor.getByRole('button', { name: 'Take away Member in shop' }).click()
  await expect(editor.getByRole('list', { name: 'Roles of ada' })).toHaveCount(0)
  await hers.goto('/load-balancers')
  await expect(hers.getByText('You have no role in a project')).toBeVisible()
  await hers.context().close()
  await editor.getByRole('button', { name: 'Cancel' }).click()
  await line.getByRole('button', { name: 'Actions of ada' }).click()
  await page.getByRole('menuitem', { name: 'Delete person' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete person' }).click()
  await expect(line).toHaveCount(0)

  const { projects } = await api.call<{ projects: { id: string }[] }>('GET', '/identity/v3/projects?name=shop')
  await api.call('DELETE', `/identity/v3/projects/${projects[0]?.id}`)
})

test('an administrator gives and takes roles, and the last administrator stays', async ({ person: page }) => {
  await page.goto('/settings/people')
  await page.getByRole('button', { name: 'admin', exact: true }).click()
  const roles = page.getByRole('dialog', { name: 'Edit person' }).getByRole('region', { name: 'Roles' })
  await roles.getByLabel('Role', { exact: true }).click()
  await page.getByRole('option', { name: 'Load balancer observer' }).click()
  await roles.getByRole('button', { name: 'Add role' }).click()
  await expect(roles.getByRole('listitem').filter({ hasText: 'Load balancer observer' })).toBeVisible()
  await roles.getByRole('button', { name: 'Take away Load balancer observer in default' }).click()
  await expect(roles.getByRole('listitem').filter({ hasText: 'Load balancer observer' })).toHaveCount(0)
  await roles.getByRole('button', { name: 'Take away Administrator in default' }).click()
  await expect(page.getByText('The roles were not changed')).toBeVisible()
  await expect(roles.getByRole('listitem').filter({ hasText: 'Administrator' })).toBeVisible()
})

test('a person changes their own password, stays signed in here and is signed out elsewhere', async ({
  browser,
  product,
  api,
}) => {
  const { user } = await api.call<{ user: { id: string } }>('POST', '/identity/v3/users', {
    user: { name: 'grace', password },
  })
  const { projects } = await api.call<{ projects: { id: string }[] }>('GET', '/identity/v3/projects?name=default')
  await api.call('PUT', `/identity/v3/projects/${projects[0]?.id}/users/${user.id}/roles/member`)
  const [here, elsewhere] = [
    await signedIn(browser, product.url, 'grace'),
    await signedIn(browser, product.url, 'grace'),
  ]
  await here.goto('/settings')
  await here.getByRole('button', { name: 'Change password' }).click()
  const panel = here.getByRole('dialog', { name: 'Change password' })
  await panel.getByLabel('Current password').fill('not it at all')
  await panel.getByLabel('New password').fill('another of her own')
  await panel.getByRole('button', { name: 'Change password' }).click()
  await expect(panel.getByText('That is not your current password')).toBeVisible()
  await panel.getByLabel('Current password').fill(password)
  await panel.getByRole('button', { name: 'Change password' }).click()
  await expect(here.getByText('You are signed out everywhere else.')).toBeVisible()
  await here.goto('/load-balancers')
  await expect(here).not.toHaveURL(/sign-in/)
  await elsewhere.goto('/load-balancers')
  await expect(elsewhere).toHaveURL(/sign-in/)
  for (const page of [here, elsewhere]) await page.context().close()
  await api.call('DELETE', `/identity/v3/users/${user.id}`)
})
