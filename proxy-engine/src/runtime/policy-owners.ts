import type { DesiredLoadBalancer } from 'model/contract/desired-state'

/** Policies that are gone count on in processes that drain. Beyond this many, only those that are there are remembered. */
const mostRemembered = 500_000

/** The listener of each policy that was ever served: HAProxy counts requests by the policy's id alone. */
export class PolicyOwners {
  readonly #listeners = new Map<string, string>()
  #seen = new WeakSet<DesiredLoadBalancer>()

  get isEmpty(): boolean {
    return this.#listeners.size === 0
  }

  /** Learns from the documents that are served. One that is known costs nothing. */
  follow(documents: readonly DesiredLoadBalancer[]): void {
    if (this.#listeners.size > mostRemembered) {
      this.#listeners.clear()
      this.#seen = new WeakSet()
    }
    for (const document of documents) {
      if (this.#seen.has(document)) continue
      this.#seen.add(document)
      for (const { id, listener_id } of document.graph.l7_policies) this.#listeners.set(id, listener_id)
    }
  }

  add(policy_id: string, listener_id: string): void {
    this.#listeners.set(policy_id, listener_id)
  }

  listenerOf(policy_id: string): string | undefined {
    return this.#listeners.get(policy_id)
  }
}
