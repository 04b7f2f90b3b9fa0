import type { ReactNode } from 'react'
import type { Activity } from '../api-answers.ts'
import { milliseconds, moment, momentOf } from '../ui/format.ts'
import { type Labels, valueText } from './words.ts'

/** Before and after, the engine's steps with their durations, and what it refused. */
export function ActivityDetails({ one, labelOf }: { readonly one: Activity; readonly labelOf: Labels }) {
  const tookMs = one.settled_at ? momentOf(one.settled_at).getTime() - momentOf(one.at).getTime() : null
  // What a create left at nothing tells nothing.
  const changes = one.action === 'create' ? one.changes.filter((each) => valueText(each.after) !== 'none') : one.changes
  return (
    <div className="grid gap-6 lg:grid-cols-2">
      <Part title={one.action === 'create' ? 'Created with' : 'Before and after'}>
        {changes.length === 0 ? (
          <p className="text-muted">No attribute was changed.</p>
        ) : (
          <dl className="grid grid-cols-[max-content_1fr] gap-x-4 gap-y-1">
            {changes.map(({ attribute, before, after }) => (
              <div key={attribute} className="col-span-2 grid grid-cols-subgrid">
                <dt className="text-muted" title={attribute}>
                  {labelOf(one.kind, attribute)}
                </dt>
                <dd className="font-mono text-caption leading-5 wrap-anywhere">
                  {one.action !== 'create' && (
                    <>
                      <del className="text-faint no-underline">{valueText(before)}</del>
                      <span className="px-1.5 text-faint" role="img" aria-label="becomes">
                        →
                      </span>
                    </>
                  )}
                  <ins className="no-underline">{valueText(after)}</ins>
                </dd>
              </div>
            ))}
          </dl>
        )}
      </Part>
      <Part title="What the engine did">
        {one.diagnostics.map((each) => (
          <p
            key={`${each.about}${each.message}`}
            className="break-words rounded-control bg-bad-soft px-3 py-2 text-bad"
          >
            {each.message}
          </p>
        ))}
        {one.steps.length > 0 && (
          <ol className="grid gap-1">
            {one.steps.map((step, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the steps of a finished apply never change.
              <li key={at} className="flex justify-between gap-4">
                <span className="min-w-0 break-words">{step.text}</span>
                <span className="shrink-0 font-mono text-caption text-faint tabular-nums">
                  {step.duration_ms === null ? '' : milliseconds(step.duration_ms)}
                </span>
              </li>
            ))}
          </ol>
        )}
        {one.steps.length === 0 && one.diagnostics.length === 0 && (
          <p className="text-muted">{nothingDone[one.outcome]}</p>
        )}
        <p className="text-caption text-faint">
          Revision {one.revision} · {moment(one.at)}
          {tookMs !== null && ` · settled after ${milliseconds(tookMs)}`}
        </p>
      </Part>
    </div>
  )
}

const nothingDone = {
  pending: 'Not confirmed yet.',
  applied: 'Nothing had to be done: what runs is the same.',
  refused: 'It gave no reason.',
  unanswered: 'No engine has answered.',
} as const

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="grid content-start gap-2">
      <h2 className="font-medium text-caption text-muted">{title}</h2>
      {children}
    </section>
  )
}
