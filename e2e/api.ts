import { administratorPassword } from './product.ts'
import { until } from './until.ts'

type Body = Record<string, unknown>
export type Tree = Body & { readonly name: string }
export type Created = { readonly id: string; readonly vip_address: string }

/** What stories need of the public API, called as any script would. */
export class Api {
  private readonly url: string
  private readonly token: string

  private constructor(url: string, token: string) {
    this.url = url
    this.token = token
  }

  static async signIn(url: string): Promise<Api> {
    const user = { name: 'admin', domain: { id: 'default' }, password: administratorPassword }
    const scope = { project: { name: 'default', domain: { id: 'default' } } }
    const response = await fetch(`${url}/identity/v3/auth/tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ auth: { identity: { methods: ['password'], password: { user } }, scope } }),
    })
    const token = response.headers.get('x-subject-token')
    if (token === null) throw new Error(`no token: ${response.status} ${await response.text()}`)
    return new Api(url, token)
  }

  async call<T = Body>(method: string, path: string, body?: Body): Promise<T> {
    const response = await this.answer(method, path, body)
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
    return (text === '' ? {} : JSON.parse(text)) as T
  }

  private answer(method: string, path: string, body?: Body): Promise<Response> {
    return fetch(`${this.url}${path}`, {
      method,
      headers: { 'x-auth-token': this.token, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
  }

  /** Deletes a load balancer with all that belongs to it. One that goes just now may be gone before it is asked. */
  private async remove(id: string): Promise<void> {
    const response = await this.answer('DELETE', `/load-balancer/v2/lbaas/loadbalancers/${id}?cascade=true`)
    if (!response.ok && response.status !== 404)
      throw new Error(`load balancer ${id} was not deleted: ${response.status} ${await response.text()}`)
  }

  lbaas<T = Body>(method: string, path: string, body?: Body): Promise<T> {
    return this.call<T>(method, `/load-balancer/v2/lbaas${path}`, body)
  }

  /** Creates a whole load balancer and waits until the data plane runs it. */
  async create(tree: Tree): Promise<Created> {
    const { subnets } = await this.call<{ subnets: { id: string }[] }>(
      'GET',
      '/network/v2.0/subnets?name=private-subnet',
    )
    const loadbalancer = { vip_subnet_id: subnets[0]?.id, ...tree }
    const created = await this.lbaas<{ loadbalancer: Created }>('POST', '/loadbalancers', { loadbalancer })
    await this.settled(created.loadbalancer.id)
    return created.loadbalancer
  }

  /** Waits until the load balancer is ACTIVE; fails with the reason when it is refused. */
  async settled(id: string): Promise<void> {
    await until(
      async () => {
        const { loadbalancer } = await this.lbaas<{ loadbalancer: Record<string, string> }>(
          'GET',
          `/loadbalancers/${id}`,
        )
        if (loadbalancer['provisioning_status'] === 'ERROR')
          throw new Error(`refused: ${loadbalancer['status_reason']}`)
        return loadbalancer['provisioning_status'] === 'ACTIVE'
      },
      { says: `load balancer ${id} to be ACTIVE` },
    )
  }

  /** Every load balancer, and every floating IP. */
  async removeAll(): Promise<void> {
    const { loadbalancers } = await this.lbaas<{ loadbalancers: { id: string }[] }>('GET', '/loadbalancers')
    for (const { id } of loadbalancers) await this.remove(id)
    await until(
      async () => (await this.lbaas<{ loadbalancers: unknown[] }>('GET', '/loadbalancers')).loadbalancers.length === 0,
      { says: 'every load balancer to be gone' },
    )
    const { floatingips } = await this.call<{ floatingips: { id: string }[] }>('GET', '/network/v2.0/floatingips')
    for (const { id } of floatingips) await this.call('DELETE', `/network/v2.0/floatingips/${id}`)
  }
}
