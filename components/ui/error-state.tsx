import { CircleAlert, RotateCw } from 'lucide-react'
import { Button } from './button.tsx'
import { classNames } from './class-names.ts'

/** Something could not be shown: what, why, and a way to try again. */
export function ErrorState({
  title,
  error,
  onRetry,
  className,
}: {
  readonly title: string
  readonly error: unknown
  readonly onRetry?: (() => unknown) | undefined
  readonly className?: string
}) {
  return (
    <div role="alert" className={classNames('grid justify-items-center gap-2 px-6 py-12 text-center', className)}>
      <CircleAlert className="size-6 text-bad" aria-hidden />
      <h2 className="font-medium text-section">{title}</h2>
      <p className="max-w-120 text-body text-muted">{error instanceof Error ? error.message : String(error)}</p>
      {onRetry && (
        <Button className="mt-2" onClick={() => void onRetry()}>
          <RotateCw aria-hidden />
          Try again
        </Button>
      )}
    </div>
  )
}
