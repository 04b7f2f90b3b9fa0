import { Button } from '../ui/button.tsx'
import { withLocalMoments } from '../ui/format.ts'

/** Somebody else was faster: says who, and offers to go on from what they saved. */
export function Overtaken({
  message,
  isBusy,
  onLoad,
}: {
  readonly message: string
  readonly isBusy: boolean
  readonly onLoad: () => void
}) {
  return (
    <div role="alert" className="grid w-full gap-2 rounded-control bg-warn-soft px-3 py-2 text-warn">
      <p>{withLocalMoments(message)}</p>
      <div className="flex flex-wrap items-center gap-2">
        <Button onClick={onLoad} isBusy={isBusy}>
          Load theirs, keep what I typed
        </Button>
        <span className="text-caption">Where both changed the same, yours stays.</span>
      </div>
    </div>
  )
}
