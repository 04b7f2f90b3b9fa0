import { processwide } from '../process.ts'
import { database } from '../store/client.ts'
import { locate } from '../store/resources.ts'

/** Projects of load balancers that were asked for: it never changes, and each second asks for all that are busy. */
const known = () => processwide('owners', () => new Map<string, string>())
/** Forgotten when there are more; they are asked for again. */
const ownersAtMost = 10_000

/** The project of a load balancer, or null when there is none of this id. */
export async function ownerOf(loadbalancer_id: string): Promise<string | null> {
  const owner = known().get(loadbalancer_id)
  if (owner !== undefined) return owner
  const location = await locate(database(), 'load_balancer', loadbalancer_id)
  if (location === null) return null
  if (known().size >= ownersAtMost) known().clear()
  known().set(loadbalancer_id, location.project_id)
  return location.project_id
}
