import type { ReactNode } from 'react'

/** The head of a page: its title, one line about it, and its actions at the right. */
export function PageHeader({
  title,
  description,
  status,
  actions,
}: {
  readonly title: ReactNode
  readonly description?: ReactNode
  /** Beside the title. */
  readonly status?: ReactNode
  readonly actions?: ReactNode
}) {
  return (
    <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="grid min-w-0 gap-0.5">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="min-w-0 break-words font-semibold text-title">{title}</h1>
          {status}
        </div>
        {description && <div className="max-w-180 text-body text-muted">{description}</div>}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  )
}
