import { PageHeader } from '../ui/page-header.tsx'
import { ActivityLog } from './activity-log.tsx'

export function ActivityPage() {
  return (
    <div className="grid gap-4">
      <PageHeader
        title="Activity"
        description="Every change of this project: who made it, what the engine did, and how it ended."
      />
      <ActivityLog />
    </div>
  )
}
