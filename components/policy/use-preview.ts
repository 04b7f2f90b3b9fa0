'use client'

import { useQuery } from '@tanstack/react-query'
import { api, type WishedChanges } from '../api.ts'
import { useSettled } from '../forms/use-settled.ts'

/** The steps of changes that are being typed, or why they would be refused; null asks for nothing. `wishes` has to be memoised. */
export function usePreview(loadbalancer_id: string, wishes: WishedChanges | null) {
  const settled = useSettled(wishes)
  const isSettled = settled !== null && settled === wishes
  const { data, isLoading, isPlaceholderData } = useQuery({
    queryKey: ['preview', loadbalancer_id, 'policies', settled],
    queryFn: () => api.previewChanges(loadbalancer_id, settled ?? {}),
    enabled: isSettled,
    gcTime: 0,
    retry: false,
    placeholderData: (previous) => previous,
  })
  return { steps: data?.steps, issues: data && isSettled && !isPlaceholderData ? data.issues : [], isLoading }
}
