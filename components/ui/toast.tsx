'use client'

import { withLocalMoments } from './format.ts'

// The library comes with the first toast's page, after it: see `frame/providers.tsx`.
const library = () => import('sonner')

type Words = { readonly description?: string; readonly undo?: () => unknown }

async function showDone(title: string, { description, undo }: Words): Promise<void> {
  const { toast: show } = await library()
  show.success(title, {
    ...(description === undefined ? {} : { description }),
    ...(undo === undefined ? {} : { duration: 10_000, action: { label: 'Undo', onClick: () => void undo() } }),
  })
}

async function showFailed(title: string, error: unknown): Promise<void> {
  const { toast: show } = await library()
  show.error(title, {
    description: withLocalMoments(error instanceof Error ? error.message : String(error)),
    duration: 10_000,
  })
}

/** What was done, with a way back for ten seconds where there is one; or what was not, and why. */
export const toast = {
  done: (title: string, words: Words = {}): void => void showDone(title, words),
  failed: (title: string, error: unknown): void => void showFailed(title, error),
}
