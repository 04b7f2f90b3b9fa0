'use client'

import { ErrorState } from '@/components/ui/error-state.tsx'

/** A page that broke takes neither the frame nor the other pages along. */
export default function PageError({ error, reset }: { readonly error: Error; readonly reset: () => void }) {
  return <ErrorState title="This page could not be shown" error={error} onRetry={reset} />
}
