import Link from 'next/link'
import { links } from '../links.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'

export function NoSuchPage() {
  return (
    <main className="grid min-h-dvh place-items-center">
      <EmptyState
        title="There is no page at this address"
        action={
          <Button asChild>
            <Link href={links.overview()}>Go to the overview</Link>
          </Button>
        }
      >
        What it showed may have been deleted, or the address was mistyped.
      </EmptyState>
    </main>
  )
}
