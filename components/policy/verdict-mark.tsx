import { CircleAlert, CircleCheck, CircleDashed } from 'lucide-react'
import { StatusMark } from '../ui/status.tsx'

/** Whether a request ends as expected; null while nobody has looked. */
export function VerdictMark({ verdict }: { readonly verdict: 'green' | 'red' | null }) {
  if (verdict === null) return <StatusMark tone="off" icon={CircleDashed} label="Not run yet" />
  return verdict === 'green' ? (
    <StatusMark tone="good" icon={CircleCheck} label="As expected" />
  ) : (
    <StatusMark tone="bad" icon={CircleAlert} label="Not as expected" />
  )
}
