import { until } from '../kit/until.mjs'

/**
 * @typedef {object} Answer
 * @property {any} body what the API says; the bench reads a few attributes of it
 * @property {number} at when its status line had come, on the clock of `performance.now()`
 */

/** The public API, as any client of it sees it. */
export class Api {
  #url
  #token

  /**
   * @param {string} url
   * @param {string} token
   */
  constructor(url, token) {
    this.#url = url
    this.#token = token
  }

  /** What stands in X-Auth-Token, for clients that time their requests themselves. */
  get token() {
    return this.#token
  }

  /**
   * @param {{ readonly url: string, readonly password: string }} product
   * @returns {Promise<Api>}
   */
  static async signIn({ url, password }) {
    const domain = { id: 'default' }
    const response = await fetch(`${url}/identity/v3/auth/tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        auth: {
          identity: { methods: ['password'], password: { user: { name: 'admin', domain, password } } },
          scope: { project: { name: 'default', domain } },
        },
      }),
    })
    const token = response.headers.get('x-subject-token')
    if (token === null) throw new Error(`No token was given: ${response.status} ${await response.text()}`)
    return new Api(url, token)
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {object} [body]
   * @returns {Promise<Answer>} an answer other than 2xx throws
   */
  async call(method, path, body) {
    const response = await fetch(`${this.#url}${path}`, {
      method,
      headers: { 'x-auth-token': this.#token, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    })
    const at = performance.now()
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`)
    return { at, body: text === '' ? null : JSON.parse(text) }
  }

  /**
   * @param {string} method
   * @param {string} path below the load balancing API
   * @param {object} [body]
   */
  lbaas(method, path, body) {
    return this.call(method, `/load-balancer/v2/lbaas/${path}`, body)
  }

  /** @param {string} id of a load balancer */
  async untilActive(id) {
    let last = ''
    await until(
      `load balancer ${id} to be ACTIVE`,
      async () => {
        const { body } = await this.lbaas('GET', `loadbalancers/${id}`)
        const { provisioning_status, status_reason } = body.loadbalancer
        last = `It is ${provisioning_status} ${status_reason ?? ''}`
        if (provisioning_status === 'ERROR') throw new Error(`Load balancer ${id} was refused. ${last}`)
        return provisioning_status === 'ACTIVE'
      },
      { seconds: 60, explain: () => last },
    )
  }
}
