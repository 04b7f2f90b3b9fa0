import { classNames } from './class-names.ts'

export type SparklineProps = {
  /** One value per second, oldest first; null where nothing was heard. */
  readonly values: readonly (number | null)[]
  readonly label: string
  readonly width?: number
  readonly height?: number
  readonly className?: string
}

/** A line as tall as a word. Zero is the bottom; a gap is a gap. */
export function Sparkline({ values, label, width = 96, height = 20, className }: SparklineProps) {
  const top = Math.max(1, ...values.map((value) => value ?? 0))
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-label={label}
      className={classNames('text-chart-1', className)}
    >
      <line x1="0" x2={width} y1={height - 0.5} y2={height - 0.5} className="stroke-line" />
      <path
        d={sparklinePath(values, { width, height: height - 1, top })}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.25"
        strokeLinejoin="round"
      />
    </svg>
  )
}

/** The path through the values: a new stroke begins after each gap. */
export function sparklinePath(
  values: readonly (number | null)[],
  box: { width: number; height: number; top: number },
): string {
  const step = box.width / Math.max(1, values.length - 1)
  let isDrawing = false
  const parts: string[] = []
  values.forEach((value, at) => {
    if (value === null) {
      isDrawing = false
      return
    }
    const y = box.height - (value / box.top) * (box.height - 1)
    parts.push(`${isDrawing ? 'L' : 'M'}${(at * step).toFixed(1)} ${y.toFixed(1)}`)
    isDrawing = true
  })
  return parts.join('')
}
