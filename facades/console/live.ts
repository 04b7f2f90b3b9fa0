import { DomainError } from 'model/errors'
import { liveStream } from '@/server/metrics/stream.ts'
import { actorOf } from '@/server/services/access.ts'
import { errorOf } from './errors.ts'

/** Server-sent events: statuses, seconds of traffic, engines, activity. `?loadbalancer_id=` adds the detail of one. */
export async function live(request: Request): Promise<Response> {
  try {
    const actor = await actorOf(request)
    const loadbalancer_id = new URL(request.url).searchParams.get('loadbalancer_id') || null
    const lastEventId = request.headers.get('last-event-id')
    return await liveStream(actor, { loadbalancer_id, lastEventId }, request.signal)
  } catch (error) {
    if (error instanceof DomainError) return errorOf(error)
    throw error
  }
}
