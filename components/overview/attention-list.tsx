import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react'
import { shortId } from 'model/short-id'
import Link from 'next/link'
import type { Overview } from '../api-answers.ts'
import { linkTo } from '../links.ts'
import { capitalThing } from '../resource-words.ts'
import { count, plural } from '../ui/format.ts'
import { RelativeTime } from '../ui/relative-time.tsx'
import { type Gathered, gathered } from './gathered.ts'

/** What needs a person, the worst first, each with its reason and since when. */
export function AttentionList({ attention, exposed }: Pick<Overview, 'attention' | 'exposed'>) {
  const nameOf = new Map(exposed.map((one) => [one.loadbalancer_id, one.name]))
  if (attention.length === 0) {
    return (
      <p className="flex items-center gap-2 text-muted">
        <CircleCheck className="size-4 text-good" aria-hidden />
        Nothing needs attention.
      </p>
    )
  }
  const entries = gathered(attention)
  return (
    <section aria-labelledby="attention" className="grid gap-2">
      <h2 id="attention" className="flex items-baseline gap-2 font-medium text-section">
        Needs attention
        <span className="font-mono text-caption text-muted tabular-nums">{entries.length}</span>
      </h2>
      <ul className="divide-y rounded-surface border bg-surface">
        {entries.map((one) => (
          <Entry key={`${one.kind}${one.id}${one.message}`} one={one} owner={nameOf.get(one.loadbalancer_id ?? '')} />
        ))}
      </ul>
    </section>
  )
}

function othersOf({ others, areAlike }: Gathered): string {
  return areAlike ? `and ${count(others)} more` : `and ${plural(others, 'part')} of it`
}

function Entry({ one, owner }: { readonly one: Gathered; readonly owner: string | undefined }) {
  const isBad = one.tone === 'bad'
  const Icon = isBad ? CircleAlert : TriangleAlert
  return (
    <li className="flex items-start gap-2.5 px-4 py-2">
      <Icon
        className={isBad ? 'mt-0.5 size-4 shrink-0 text-bad' : 'mt-0.5 size-4 shrink-0 text-warn'}
        aria-label={isBad ? 'Error' : 'Warning'}
      />
      <p className="min-w-0 flex-1">
        <Link href={linkTo(one)} className="font-medium underline-offset-2 hover:underline">
          {capitalThing(one.kind)} {one.name || shortId(one.id)}
        </Link>{' '}
        {owner && one.kind !== 'load_balancer' && <span>of {owner} </span>}
        {one.others > 0 && <span className="text-muted">{othersOf(one)}</span>}
        <span className="block break-words text-muted">{one.message}</span>
      </p>
      <RelativeTime at={one.since} className="shrink-0 text-caption text-faint" />
    </li>
  )
}
