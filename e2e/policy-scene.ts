import type { Page } from '@playwright/test'
import type { Api, Created } from './api.ts'
import { type Backend, startBackend } from './backend.ts'
import { expect } from './fixtures.ts'
import { firstVip } from './own-networks.ts'
import { freePort } from './product.ts'
import { type Answer, ask } from './requests.ts'
import { until } from './until.ts'

/** A load balancer with an HTTP listener and three pools of one backend each, amber its default, and what is asked of it. */
export type PolicyScene = {
  readonly created: Created
  readonly url: string
  readonly listener_id: string
  /** The path of the page of its policies. */
  readonly page: string
  readonly poolOf: (name: string) => string
  readonly ask: (host: string, path?: string) => Promise<Answer>
  /** Who answers a request, or the status when nobody does. */
  readonly answer: (host: string, path?: string) => Promise<string>
  /** Waits until this backend, or this status, answers. */
  readonly answers: (host: string, path: string, name: string) => Promise<void>
  readonly end: () => Promise<void>
}

export async function startPolicyScene(api: Api): Promise<PolicyScene> {
  const backends = await Promise.all(['amber', 'birch', 'coral'].map(startBackend))
  const port = await freePort(firstVip)
  const [default_pool, ...others] = backends.map(poolTree)
  const created = await api.create({
    name: 'shop',
    listeners: [{ name: 'web', protocol: 'HTTP', protocol_port: port, default_pool }],
    pools: others,
  })
  const of = `loadbalancer_id=${created.id}`
  const { listeners } = await api.lbaas<{ listeners: { id: string }[] }>('GET', `/listeners?${of}`)
  const { pools } = await api.lbaas<{ pools: { id: string; name: string }[] }>('GET', `/pools?${of}`)
  const listener_id = listeners[0]?.id ?? ''
  const url = `http://${created.vip_address}:${port}`
  const asked = (host: string, path = '/') => ask(`${url}${path}`, { headers: { host } })
  const answer = async (host: string, path = '/') => {
    const { status, body } = await asked(host, path)
    return status === 200 ? body : String(status)
  }
  return {
    created,
    url,
    listener_id,
    page: `/load-balancers/${created.id}/listeners/${listener_id}/policies`,
    poolOf: (name) => pools.find((one) => one.name === name)?.id ?? '',
    ask: asked,
    answer,
    answers: (host, path, name) =>
      until(async () => (await answer(host, path)) === name, { says: `${name} to answer ${host}${path}` }),
    async end() {
      await api.removeAll()
      await Promise.all(backends.map((one) => one.kill()))
    },
  }
}

function poolTree({ name, address, port }: Backend) {
  const members = [{ name, address, protocol_port: port }]
  return { name, protocol: 'HTTP', lb_algorithm: 'ROUND_ROBIN', members }
}

/** Two policies that both take /api of www2: the order says which of them does. */
export async function addTwo(api: Api, scene: PolicyScene): Promise<void> {
  const host = { type: 'HOST_NAME', compare_type: 'EQUAL_TO', value: 'www2.example.com' }
  const path = { type: 'PATH', compare_type: 'STARTS_WITH', value: '/api' }
  for (const [name, rules] of [
    ['birch', [host]],
    ['coral', [host, path]],
  ] as const) {
    const to = { action: 'REDIRECT_TO_POOL', redirect_pool_id: scene.poolOf(name) }
    await api.lbaas('POST', '/l7policies', {
      l7policy: { listener_id: scene.listener_id, name: `to-${name}`, ...to, rules },
    })
  }
  await scene.answers('www2.example.com', '/api', 'birch')
}

export const cards = (page: Page) => page.getByRole('list', { name: 'Policies' }).getByRole('listitem')
export const handle = (page: Page, name: string) =>
  page.getByRole('button', { name: `Move policy ${name}`, exact: true })
export const settled = (page: Page, at = 0) =>
  expect(cards(page).nth(at).getByText('Active', { exact: true })).toBeVisible()
export const actions = (page: Page, name: string) => page.getByRole('button', { name: `Actions of policy ${name}` })

/** The names on the cards, in their order. */
export const shownOrder = (page: Page) =>
  cards(page).evaluateAll((all) =>
    all.map((one) => one.querySelector('button[aria-label^="Move policy "]')?.getAttribute('aria-label')?.slice(12)),
  )

/** Lifts a policy with the keyboard: from when its place is said on, the arrows move it. `place` is as said: "position 1 of 2". */
export async function lift(page: Page, name: string, place: string): Promise<void> {
  await handle(page, name).focus()
  await page.keyboard.press('Space')
  await expect(page.getByText(`Policy ${name} lifted at ${place}`, { exact: true })).toBeAttached()
}
