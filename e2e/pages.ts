import { expect, type Page } from '@playwright/test'
import type { Api } from './api.ts'
import { startBackend } from './backend.ts'
import { freePort } from './product.ts'

export type Scene = { readonly pages: Readonly<Record<string, string>>; readonly end: () => Promise<void> }

/** A load balancer with something of everything, and the address of every page that shows it. */
export async function startScene(api: Api): Promise<Scene> {
  const healthy = await startBackend('healthy')
  const port = await freePort('127.10.0.10')
  const members = [
    { name: 'healthy', address: healthy.address, protocol_port: healthy.port },
    { name: 'draining', address: healthy.address, protocol_port: await freePort(healthy.address), weight: 0 },
    { name: 'spare', address: '127.0.0.3', protocol_port: 9, backup: true, admin_state_up: false },
  ]
  const healthmonitor = { type: 'HTTP', delay: 2, timeout: 1, max_retries: 1, max_retries_down: 1, url_path: '/health' }
  const default_pool = { name: 'servers', protocol: 'HTTP', lb_algorithm: 'ROUND_ROBIN', members, healthmonitor }
  const listeners = [
    { name: 'web', protocol: 'HTTP', protocol_port: port, default_pool },
    { name: 'raw', protocol: 'TCP', protocol_port: await freePort('127.10.0.10') },
  ]
  const { id } = await api.create({ name: 'scene', tags: ['demo'], listeners })
  const { pools } = await api.lbaas<{ pools: { id: string }[] }>('GET', `/pools?loadbalancer_id=${id}`)
  return {
    pages: {
      overview: '/',
      'load balancers': '/load-balancers',
      wizard: '/load-balancers/new',
      'load balancer': `/load-balancers/${id}`,
      listeners: `/load-balancers/${id}/listeners`,
      pools: `/load-balancers/${id}/pools`,
      pool: `/load-balancers/${id}/pools/${pools[0]?.id}`,
      configuration: `/load-balancers/${id}/configuration`,
      'activity of a load balancer': `/load-balancers/${id}/activity`,
      activity: '/activity',
      networks: '/networks',
      settings: '/settings',
    },
    async end() {
      await api.removeAll()
      await healthy.kill()
    },
  }
}

/** Opens a page and waits until its content has come: no skeleton is left. */
export async function open(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await expect(page.getByRole('main')).toBeVisible()
  await expect(page.locator('[aria-busy=true], [data-skeleton]')).toHaveCount(0)
}
