import type { ReactNode } from 'react'
import { Mark } from '../frame/mark.tsx'

/** What stands around the pages for people who are not signed in. */
export function Door({ children }: { readonly children: ReactNode }) {
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="w-full max-w-90">
        <div className="mb-6 flex items-center gap-2.5 font-medium text-section">
          <Mark className="size-7" />
          Fulcrum
        </div>
        {children}
      </div>
    </main>
  )
}
