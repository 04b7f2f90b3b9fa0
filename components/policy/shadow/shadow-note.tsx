import { TriangleAlert } from 'lucide-react'
import type { HttpRequest } from 'model/l7/request'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { requestLine } from './shadow-text.ts'

/** Why a policy never matches, with the request that proves it and what can be done about it. */
export function ShadowNote({
  sentence,
  example,
  onWalk,
  onMoveAbove,
}: {
  readonly sentence: string
  readonly example: HttpRequest | null
  readonly onWalk: (request: HttpRequest) => void
  /** Null where no place would help, or it can not be moved now. */
  readonly onMoveAbove: { readonly label: string; readonly run: () => void } | null
}) {
  return (
    <div className="mt-0.5 grid gap-1 text-caption">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Badge tone="warn">
          <TriangleAlert className="size-3" aria-hidden />
          Never matches
        </Badge>
        <span className="min-w-0 break-words text-muted">{sentence}</span>
      </p>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 empty:hidden">
        {example && (
          <span className="wrap-anywhere min-w-0 text-muted">
            For example <span className="font-mono text-text">{requestLine(example)}</span>
          </span>
        )}
        {example && (
          <Button look="link" className="text-caption" onClick={() => onWalk(example)}>
            Walk this request
          </Button>
        )}
        {onMoveAbove && (
          <Button look="link" className="text-caption" onClick={onMoveAbove.run}>
            {onMoveAbove.label}
          </Button>
        )}
      </p>
    </div>
  )
}

/** Said on a card while another, or it, is held. */
export function ForeseenNote() {
  return (
    <p className="mt-0.5 flex items-center gap-1.5 text-caption text-warn">
      <TriangleAlert className="size-3" aria-hidden />
      Would never match here
    </p>
  )
}
