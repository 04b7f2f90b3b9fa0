import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { CopyButton } from './copy-button.tsx'

/** Code to read and to copy. `children` may mark up what `text` says plainly. */
export function CodeBlock({
  text,
  label,
  className,
  children,
}: {
  readonly text: string
  readonly label: string
  readonly className?: string
  readonly children?: ReactNode
}) {
  return (
    <figure className={classNames('overflow-hidden rounded-surface border bg-surface', className)}>
      <figcaption className="flex h-9 items-center justify-between border-b bg-sunken pr-1 pl-3 text-caption text-muted">
        {label}
        <CopyButton text={text} what={label} />
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard (WCAG 2.1.1). */}
      <pre tabIndex={0} className="overflow-x-auto px-3 py-2.5 font-mono text-caption leading-5 -outline-offset-2">
        {children ?? text}
      </pre>
    </figure>
  )
}
