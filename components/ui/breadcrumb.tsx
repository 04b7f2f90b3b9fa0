import Link from 'next/link'
import { Fragment } from 'react'
import { classNames } from './class-names.ts'

export type Crumb = { readonly label: string; readonly href?: string | undefined }

/** A phone has room for the page and the one above it. */
const onWideScreens = 'hidden sm:inline'

/** Where this page stands; the last one is the page itself. */
export function Breadcrumb({ crumbs }: { readonly crumbs: readonly Crumb[] }) {
  return (
    <nav aria-label="Breadcrumb" className="flex min-w-0 items-center gap-1.5 text-body">
      {crumbs.map((crumb, at) => (
        <Fragment key={`${crumb.href ?? ''}${crumb.label}`}>
          {at > 0 && (
            <span className={classNames('text-faint', at < crumbs.length - 1 && onWideScreens)} aria-hidden>
              /
            </span>
          )}
          {crumb.href && at < crumbs.length - 1 ? (
            <Link
              href={crumb.href}
              className={classNames(
                'min-w-6 max-w-48 shrink-[99] truncate rounded-[4px] text-muted hover:text-text',
                at < crumbs.length - 2 && onWideScreens,
              )}
            >
              {crumb.label}
            </Link>
          ) : (
            <span className="max-w-64 truncate" aria-current="page">
              {crumb.label}
            </span>
          )}
        </Fragment>
      ))}
    </nav>
  )
}
