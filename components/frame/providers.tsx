'use client'

import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { type ReactNode, useState } from 'react'
import { ApiError } from '../api-error.ts'
import { links } from '../links.ts'
import { RedTests } from './red-tests.tsx'
import { ShownCalls } from './shown-calls.tsx'

// Nothing is toasted before somebody acts: the library comes after the page.
const Toaster = dynamic(() => import('../ui/toaster.tsx').then((module) => module.Toaster), { ssr: false })

/** What every page stands in: the query cache and the toasts. */
export function Providers({ children }: { readonly children: ReactNode }) {
  const [client] = useState(newClient)
  return (
    <QueryClientProvider client={client}>
      {children}
      <RedTests />
      <ShownCalls />
      <Toaster />
    </QueryClientProvider>
  )
}

function newClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: leaveIfSignedOut }),
    mutationCache: new MutationCache({ onError: leaveIfSignedOut }),
    defaultOptions: {
      queries: {
        // The control plane is often on this very machine, which may be offline otherwise.
        networkMode: 'always',
        staleTime: 15_000,
        retry: (failures, error) => failures < 2 && isPassing(error),
      },
      mutations: { networkMode: 'always' },
    },
  })
}

/** Whether another try can end otherwise: nothing answered, or the answer was a fault of the server. */
function isPassing(error: unknown): boolean {
  return !(error instanceof ApiError) || error.status === 0 || error.status >= 502
}

function leaveIfSignedOut(error: unknown): void {
  const { pathname, search } = window.location
  if (!(error instanceof ApiError) || error.status !== 401 || pathname === links.signIn()) return
  window.location.assign(links.signIn(`${pathname}${search}`))
}
