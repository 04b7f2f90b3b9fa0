import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import type { ReactNode } from 'react'
import { ToSignIn } from '@/components/auth/to-sign-in.tsx'
import { Frame } from '@/components/frame/frame.tsx'
import { railCookie } from '@/components/frame/theme.ts'
import { links } from '@/components/links.ts'
import { isSetUp, personOf } from '@/server/services/accounts.ts'

export const dynamic = 'force-dynamic'

/** Only for the signed-in: everybody else is shown the door. What a page may show is checked again by the API, on every call. */
export default async function ConsoleLayout({ children }: { readonly children: ReactNode }) {
  if (!(await isSetUp())) redirect(links.setup())
  const request = new Request('http://console.invalid/', { headers: new Headers(await headers()) })
  if (!(await personOf(request))) return <ToSignIn />
  const isRailCollapsed = (await cookies()).get(railCookie)?.value === 'icons'
  return <Frame isRailCollapsed={isRailCollapsed}>{children}</Frame>
}
