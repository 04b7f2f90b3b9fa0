'use client'

import dynamic from 'next/dynamic'
import { useEffect, useState } from 'react'
import type { ApiCall } from '../forms/curl.ts'
import { showCallsWith } from '../forms/shown-calls.ts'

const CopyAsDialog = dynamic(() => import('../forms/copy-as-dialog.tsx').then((one) => one.CopyAsDialog), {
  ssr: false,
})

/** Stands once in the console, and shows what a toast told about as commands. */
export function ShownCalls() {
  const [calls, setCalls] = useState<readonly ApiCall[] | null>(null)
  useEffect(() => showCallsWith(setCalls), [])
  return calls && <CopyAsDialog calls={calls} onClose={() => setCalls(null)} />
}
