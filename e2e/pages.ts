import { expect, type Page } from '@playwright/test'
import type { Api } from './api.ts'
import { startBackend } from './backend.ts'
import { firstVip } from './own-networks.ts'
import { freePort } from './product.ts'

export type Scene = { readonly pages: Readonly<Record<string, string>>; readonly end: () => Promise<void> }

/** A load balancer with something of everything, and the address of every page that shows it. */
export async function startScene(api: Api): Promise<Scene> {
  const healthy = await startBackend('healthy')
  const port = await freePort(firstVip)
  const members = [
    { name: 'healthy', address: healthy.address, protocol_port: healthy.port },
    { name: 'draining', address: healthy.address, protocol_port: await freePort(healthy.address), weight: 0 },
    { name: 'spare', address: '127.0.0.3', protocol_port: 9, backup: true, admin_state_up: false },
  ]
  const healthmonitor = { type: 'HTTP', delay: 2, timeout: 1, max_retries: 1, max_retries_down: 1, url_path: '/health' }
  const default_pool = { name: 'servers', protocol: 'HTTP', lb_algorithm: 'ROUND_ROBIN', members, healthmonitor }
  const listeners = [
    { name: 'web', protocol: 'HTTP', protocol_port: port, default_pool },
    { name: 'raw', protocol: 'TCP', protocol_port: await freePort(firstVip) },
  ]
  const { id } = await api.create({ name: 'scene', tags: ['demo'], listeners })
  const { listeners: stored } = await api.lbaas<{ listeners: { id: string; name: string }[] }>(
    'GET',
    `/listeners?loadbalancer_id=${id}`,
  )
  const listener_id = stored.find((one) => one.name === 'web')?.id ?? ''
  const { pools } = await api.lbaas<{ pools: { id: string }[] }>('GET', `/pools?loadbalancer_id=${id}`)
  const redirect_pool_id = pools[0]?.id ?? ''
  await addPolicies(api, id, { listener_id, redirect_pool_id })
  await addRouteTests(api, { listener_id, pool_id: redirect_pool_id })
  const certificate_id = await addCertificate(api)
  return {
    pages: {
      overview: '/',
      'load balancers': '/load-balancers',
      wizard: '/load-balancers/new',
      'load balancer': `/load-balancers/${id}`,
      listeners: `/load-balancers/${id}/listeners`,
      policies: `/load-balancers/${id}/listeners/${listener_id}/policies`,
      'route tests': `/load-balancers/${id}/listeners/${listener_id}/route-tests`,
      'the panel of a route test': `/load-balancers/${id}/listeners/${listener_id}/route-tests?route_test=new`,
      'the route tester': `/load-balancers/${id}/listeners/${listener_id}/policies?test=open`,
      pools: `/load-balancers/${id}/pools`,
      pool: `/load-balancers/${id}/pools/${pools[0]?.id}`,
      configuration: `/load-balancers/${id}/configuration`,
      'activity of a load balancer': `/load-balancers/${id}/activity`,
      activity: '/activity',
      networks: '/networks',
      certificates: '/certificates',
      'the panel of a certificate': `/certificates?certificate=${certificate_id}`,
      'the panel of a new certificate': '/certificates?certificate=new',
      'API reference': '/reference',
      settings: '/settings',
      projects: '/settings/projects',
      'the panel of a project': '/settings/projects?project=new',
      people: '/settings/people',
      'the panel of a person': '/settings/people?person=new',
      quotas: '/settings/quotas',
      'the panel of a quota': '/settings/quotas?quota=defaults',
      credentials: '/settings/credentials',
      'the panel of a credential': '/settings/credentials?credential=new',
      'the panel of an access key': '/settings/credentials?access-key=new',
    },
    async end() {
      await api.removeAll()
      await api.call('DELETE', `/console/certificates/${certificate_id}`)
      await healthy.kill()
    },
  }
}

/** One policy of each action, one of them switched off. */
async function addPolicies(
  api: Api,
  id: string,
  { listener_id, redirect_pool_id }: { readonly listener_id: string; readonly redirect_pool_id: string },
): Promise<void> {
  const rules = [{ type: 'HOST_NAME', compare_type: 'EQUAL_TO', value: 'www2.example.com' }]
  const targets = [
    { name: 'api', action: 'REDIRECT_TO_POOL', redirect_pool_id },
    { name: 'sorry', action: 'REDIRECT_TO_URL', redirect_url: 'https://www.example.com/sorry' },
    { name: 'to-https', action: 'REDIRECT_PREFIX', redirect_prefix: 'https://www2.example.com', admin_state_up: false },
    { name: 'internal', action: 'REJECT' },
  ]
  for (const target of targets) await api.lbaas('POST', '/l7policies', { l7policy: { listener_id, rules, ...target } })
  await api.settled(id)
}

/** One that is green, and one that is red. */
async function addRouteTests(
  api: Api,
  { listener_id, pool_id }: { readonly listener_id: string; readonly pool_id: string },
): Promise<void> {
  const request = { url: 'http://www2.example.com/api/v1?page=2', headers: [['X-Canary', 'on']] }
  for (const [name, expect] of [
    ['api of the second host', { kind: 'pool', pool_id }],
    ['sorry page', { kind: 'redirect', location: 'https://www.example.com/sorry', code: 302 }],
  ] as const) {
    const route_test = { name, request, expect }
    await api.call('POST', `/console/listeners/${listener_id}/route-tests`, { route_test })
  }
}

async function addCertificate(api: Api): Promise<string> {
  const self_signed = { server_names: ['shop.test', '*.shop.test'], days: 20 }
  const body = { certificate: { name: 'shop', self_signed } }
  const { certificate } = await api.call<{ certificate: { id: string } }>('POST', '/console/certificates', body)
  return certificate.id
}

/** Opens a page and waits until its content has come: no skeleton is left. An open panel hides the rest from assistive technology. */
export async function open(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await expect(page.getByRole('main', { includeHidden: true })).toBeVisible()
  await expect(page.locator('[aria-busy=true], [data-skeleton]')).toHaveCount(0)
}
