import { sharesInPercent } from 'model/l7/shares'
import { classNames } from '../ui/class-names.ts'

/** The colours of the pools of a policy, in their order. */
const colours = ['bg-chart-1', 'bg-chart-2', 'bg-chart-3', 'bg-chart-4', 'bg-chart-5'] as const

export type Share = { readonly name: string; readonly weight: number }

/** What each pool gets of the requests, as one bar. */
export function SharesBar({ shares, className }: { readonly shares: readonly Share[]; readonly className?: string }) {
  const percents = sharesInPercent(shares.map((one) => one.weight))
  const text = shares.map(({ name }, at) => `${name} ${percents[at]} %`).join(', ')
  return (
    <span
      role="img"
      aria-label={text}
      title={text}
      className={classNames('flex h-2 min-w-0 gap-px overflow-hidden rounded-full bg-sunken', className)}
    >
      {shares.map(({ name }, at) => (
        <span
          key={name}
          className={classNames('h-full transition-[width] duration-140', colours[at])}
          style={{ width: `${percents[at]}%` }}
        />
      ))}
    </span>
  )
}

/** The mark of a pool beside its name. */
export function ShareMark({ at }: { readonly at: number }) {
  return <span className={classNames('inline-block size-2.5 shrink-0 rounded-[3px]', colours[at])} aria-hidden />
}
