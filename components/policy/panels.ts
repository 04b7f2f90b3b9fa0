'use client'

import dynamic from 'next/dynamic'
import type { ExplainPanelProps } from './explain-panel.tsx'
import type { PolicyPanelProps } from './policy-panel.tsx'
import type { RouteTesterProps } from './route-tester.tsx'

// The panel brings the declarations and schemas along: it comes after the page, before the first click.
export const PolicyPanel = dynamic<PolicyPanelProps>(
  () => import('./policy-panel.tsx').then((module) => module.PolicyPanel),
  { ssr: false },
)

export const RouteTester = dynamic<RouteTesterProps>(
  () => import('./route-tester.tsx').then((module) => module.RouteTester),
  { ssr: false },
)

export const ExplainPanel = dynamic<ExplainPanelProps>(
  () => import('./explain-panel.tsx').then((module) => module.ExplainPanel),
  { ssr: false },
)

/** Loads the panel, so that the first click does not wait for it. */
export function preloadPolicyPanel(): void {
  void import('./policy-panel.tsx')
}
