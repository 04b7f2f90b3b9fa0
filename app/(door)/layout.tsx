import type { ReactNode } from 'react'
import { Door } from '@/components/auth/door.tsx'

export const dynamic = 'force-dynamic'

export default function DoorLayout({ children }: { readonly children: ReactNode }) {
  return <Door>{children}</Door>
}
