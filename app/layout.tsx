import { GeistMono } from 'geist/font/mono'
import { GeistSans } from 'geist/font/sans'
import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { Providers } from '@/components/frame/providers.tsx'
import { isTheme, themeCookie } from '@/components/frame/theme.ts'
import './globals.css'

export const metadata: Metadata = {
  title: { default: 'Fulcrum', template: '%s · Fulcrum' },
  description: 'Load balancers: what they are, how they are doing, and what they carry.',
}

export const viewport: Viewport = { width: 'device-width', initialScale: 1 }

/** The theme comes with the first byte, from a cookie: no flash, and no script before the page. */
export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const theme = (await cookies()).get(themeCookie)?.value
  return (
    <html
      lang="en"
      data-theme={isTheme(theme) ? theme : undefined}
      className={`${GeistSans.variable} ${GeistMono.variable}`}
    >
      <body>
        <Providers>{children}</Providers>
      </body>
    </html>
  )
}
