/** A key of the keyboard. */
export function Kbd({ children }: { readonly children: string }) {
  return (
    <kbd className="inline-grid h-5 min-w-5 place-items-center rounded-[4px] border border-line-strong bg-surface px-1 font-sans text-caption text-muted">
      {children}
    </kbd>
  )
}
