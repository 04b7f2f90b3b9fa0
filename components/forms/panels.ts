'use client'

import dynamic from 'next/dynamic'
import type { CreatePanelProps, EditPanelProps } from './resource-panel.tsx'

// The forms bring the declarations and schemas of all resources along: they come after the page, before the first click.
export const EditPanel = dynamic<EditPanelProps>(
  () => import('./resource-panel.tsx').then((module) => module.EditPanel),
  {
    ssr: false,
  },
)
export const CreatePanel = dynamic<CreatePanelProps>(
  () => import('./resource-panel.tsx').then((module) => module.CreatePanel),
  { ssr: false },
)

/** Loads the panels, so that the first click does not wait for them. */
export function preloadPanels(): void {
  void import('./resource-panel.tsx')
}
