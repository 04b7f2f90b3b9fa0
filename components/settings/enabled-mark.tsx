import { CircleCheck, CircleMinus } from 'lucide-react'
import { StatusMark } from '../ui/status.tsx'

/** Whether somebody can sign in, or act in a project. */
export function EnabledMark({ isEnabled }: { readonly isEnabled: boolean }) {
  return isEnabled ? (
    <StatusMark tone="good" icon={CircleCheck} label="Enabled" />
  ) : (
    <StatusMark tone="off" icon={CircleMinus} label="Switched off" />
  )
}
