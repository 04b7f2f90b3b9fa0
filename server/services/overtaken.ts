import { findActivities, type StoredActivity } from '../store/activities.ts'
import { database } from '../store/client.ts'

/** How far back the activity log is read for who it was. */
const activitiesRead = 50

/** "alice changed the policies at 2026-11-21T10:00:00.000Z": who was faster than the client, as far as the activity log tells. */
export async function whoHasChanged(
  what: string,
  loadbalancer_id: string,
  isAboutIt: (activity: StoredActivity) => boolean,
): Promise<string> {
  const place = { project_id: null, loadbalancer_id, before: null }
  const recent = await findActivities(database(), { ...place, limit: activitiesRead })
  const last = recent.find(isAboutIt)
  return last ? `${last.user_name} changed ${what} at ${last.at}` : `Somebody changed ${what}`
}
