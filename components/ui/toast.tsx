'use client'

import { withLocalMoments } from './format.ts'

// The library comes with the first toast's page, after it: see `frame/providers.tsx`.
const library = () => import('sonner')

/** What can be done about it from the toast, besides taking it back. */
type Offer = { readonly label: string; readonly act: () => void }
type Words = { readonly description?: string; readonly undo?: () => unknown; readonly more?: Offer }

async function showDone(title: string, { description, undo, more }: Words): Promise<void> {
  const { toast: show } = await library()
  show.success(title, {
    ...(description === undefined ? {} : { description }),
    ...(more === undefined ? {} : { duration: 10_000, cancel: { label: more.label, onClick: more.act } }),
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
