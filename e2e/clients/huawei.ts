import { BasicCredentials } from '@huaweicloud/huaweicloud-sdk-core'
import { ClientBuilder } from '@huaweicloud/huaweicloud-sdk-core/ClientBuilder.js'
import type { HcClient } from '@huaweicloud/huaweicloud-sdk-core/HcClient.js'

// The vendor's SDK for Node.js on the wire: its credentials, signer, transport and exceptions. The classes of the service that stand above
// them only put names to paths; they are not in the registry of npm, so what they send is written here as they send it.

type Values = Readonly<Record<string, unknown>>
type Sent = { readonly query?: Values; readonly data?: Values }

export class ElbClient {
  readonly #core: HcClient

  constructor(core: HcClient) {
    this.#core = core
  }

  static newBuilder(): ClientBuilder<ElbClient> {
    return new ClientBuilder((core) => new ElbClient(core))
  }

  create = (path: string, data: Values) => this.#send('POST', path, { data })
  list = (path: string, query: Values = {}) => this.#send('GET', path, { query })
  show = (path: string) => this.#send('GET', path, {})
  update = (path: string, data: Values) => this.#send('PUT', path, { data })
  remove = (path: string) => this.#send('DELETE', path, {})

  // biome-ignore lint/suspicious/noExplicitAny: what the SDK answers is whatever came.
  async #send(method: string, path: string, { query = {}, data }: Sent): Promise<any> {
    return this.#core.sendRequest({
      ...{ method, url: `/v3/{project_id}/elb/${path}`, contentType: 'application/json' },
      ...{ queryParams: query, pathParams: {}, headers: {}, ...(data && { data }) },
    })
  }
}

export type Access = { readonly ak: string; readonly sk: string; readonly project_id: string }

/** A client that signs what it sends. */
export function elbClient(url: string, { ak, sk, project_id }: Access): ElbClient {
  const credentials = new BasicCredentials().withAk(ak).withSk(sk).withProjectId(project_id)
  return ElbClient.newBuilder().withCredential(credentials).withEndpoint(url).build()
}
