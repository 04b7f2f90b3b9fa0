import type { StepRecord } from 'model/contract/report'
import type { Issue } from 'model/errors'
import type { ResourceKind } from 'model/resources/index'
import type { Actor } from './actor.ts'

/** One line of haproxy.cfg; `about` is the path of the resource that it is from: `listeners/{id}`. */
export type ConfigurationLine = { readonly text: string; readonly about: string | null }
export type Preview = {
  readonly issues: readonly Issue[]
  readonly steps: readonly StepRecord[]
  readonly lines: readonly ConfigurationLine[]
}
export type TreePreview = Preview & { readonly vip_address: string | null }

/** What creating this tree would do. Nothing is stored; what is wrong comes back as issues, not as an error. */
export async function previewTree(actor: Actor, input: unknown): Promise<TreePreview> {
  throw new Error(`to come ${actor} ${input}`)
}

/** What changing one resource of a load balancer would do; `change` is a patch or the word "remove". */
export async function previewChange(
  actor: Actor,
  loadbalancer_id: string,
  wish: { readonly kind: ResourceKind; readonly id: string; readonly change: unknown },
): Promise<Preview> {
  throw new Error(`to come ${actor} ${loadbalancer_id} ${wish}`)
}

/** The part of haproxy.cfg that is this load balancer. */
export async function configurationOf(actor: Actor, loadbalancer_id: string): Promise<ConfigurationLine[]> {
  throw new Error(`to come ${actor} ${loadbalancer_id}`)
}
