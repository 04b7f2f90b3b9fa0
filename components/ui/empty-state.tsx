import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

/** There is nothing yet, or nothing matches: says what would be here and offers the way on. */
export function EmptyState({
  title,
  children,
  action,
  picture,
  className,
}: {
  readonly title: string
  readonly children?: ReactNode
  readonly action?: ReactNode
  readonly picture?: ReactNode
  readonly className?: string
}) {
  return (
    <div className={classNames('grid justify-items-center gap-2 px-6 py-12 text-center', className)}>
      {picture}
      <h2 className="font-medium text-section">{title}</h2>
      {children && <div className="max-w-120 text-body text-muted">{children}</div>}
      {action && <div className="mt-2 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  )
}
