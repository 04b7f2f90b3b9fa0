import { toast } from '../ui/toast.tsx'
import type { ApiCall } from './curl.ts'

type Show = (calls: readonly ApiCall[]) => void
let show: Show | null = null

/** Whoever shows calls as commands, on every page. Answers what ends that. */
export function showCallsWith(next: Show): () => void {
  show = next
  return () => {
    if (show === next) show = null
  }
}

type Change = { readonly calls: readonly ApiCall[]; readonly undo?: () => unknown; readonly description?: string }

/** Says what was done where no form was filled in: with a way back where there is one, and as commands. */
export function toastChange(title: string, { calls, ...words }: Change): void {
  toast.done(title, { ...words, more: { label: 'Copy as', act: () => show?.(calls) } })
}
