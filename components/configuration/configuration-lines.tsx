import type { ConfigurationLine } from '../api-answers.ts'

/** Lines of haproxy.cfg with their numbers, to read only. */
export function ConfigurationLines({ lines }: { readonly lines: readonly ConfigurationLine[] }) {
  return (
    <ol className="font-mono text-caption leading-5">
      {lines.map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line has no identity but its number.
        <li key={at} className="flex">
          <span className="w-10 shrink-0 select-none pr-3 text-right text-faint tabular-nums" aria-hidden>
            {at + 1}
          </span>
          <code className="whitespace-pre">{line.text || ' '}</code>
        </li>
      ))}
    </ol>
  )
}
