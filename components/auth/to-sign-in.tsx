'use client'

import { redirect, usePathname, useSearchParams } from 'next/navigation'
import { links } from '../links.ts'

/** To the sign-in page, and from there back to the page that was asked for: a link that somebody sent leads where it says. */
export function ToSignIn(): never {
  const pathname = usePathname()
  const query = useSearchParams().toString()
  redirect(links.signIn(query === '' ? pathname : `${pathname}?${query}`))
}
