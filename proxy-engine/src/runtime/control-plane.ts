import { contractVersion, type DesiredState, desiredState } from 'model/contract/desired-state'
import type { Report } from 'model/contract/report'
import type { SampleBatch } from 'model/contract/sample'

/** The control plane answered, and it was no success. */
export class ControlPlaneRefusal extends Error {
  override readonly name = 'ControlPlaneRefusal'
  readonly status: number

  constructor(what: string, status: number, answer: string) {
    super(`The control plane answered ${what} with ${status}: ${answer.slice(0, 500)}`)
    this.status = status
  }
}

export type ControlPlaneOptions = {
  readonly url: string
  readonly token: string
  readonly node: string
  /** Ends everything that is under way. */
  readonly signal: AbortSignal
}

/** A long poll is answered after 25 s; what takes longer than this has lost its connection. */
const pollTimeoutMs = 35_000
const postTimeoutMs = 10_000

/** The engine desk over HTTP. The engine always asks; nothing has to reach it. */
export class ControlPlane {
  readonly #options: ControlPlaneOptions

  constructor(options: ControlPlaneOptions) {
    this.#options = options
  }

  /** What is wanted after a revision, as soon as there is something; null when there was nothing for 25 s. */
  async desired(after: number, signal: AbortSignal): Promise<DesiredState | null> {
    const { node } = this.#options
    const query = new URLSearchParams({ after: String(after), node, contract: String(contractVersion) })
    const response = await this.#fetch(`/engine/desired?${query}`, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(pollTimeoutMs)]),
    })
    return response.status === 204 ? null : desiredState.parse(await response.json())
  }

  async report(report: Report): Promise<void> {
    await this.#post('/engine/report', report)
  }

  async samples(batch: SampleBatch): Promise<void> {
    await this.#post('/engine/samples', batch)
  }

  async #post(path: string, body: unknown): Promise<void> {
    const response = await this.#fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.any([this.#options.signal, AbortSignal.timeout(postTimeoutMs)]),
    })
    await response.body?.cancel()
  }

  async #fetch(path: string, init: RequestInit): Promise<Response> {
    const { url, token } = this.#options
    const response = await fetch(`${url}${path}`, {
      ...init,
      // It stands on the same machine: packing ten thousand policies would take longer than all that is done with them here.
      headers: { ...init.headers, 'accept-encoding': 'identity', authorization: `Bearer ${token}` },
    })
    if (!response.ok) throw new ControlPlaneRefusal(path, response.status, await response.text())
    return response
  }
}
