/** The product's mark: a beam that rests on a fulcrum. The same drawing as app/icon.svg. */
export function Mark({ className }: { readonly className?: string }) {
  return (
    <svg viewBox="0 0 32 32" className={className} aria-hidden>
      <rect width="32" height="32" rx="7" className="fill-accent" />
      <path d="M5 13.5 27 10.5" stroke="#fff" strokeWidth="2.4" strokeLinecap="round" />
      <path d="M16 13.2 22 24H10Z" fill="#fff" />
      <circle cx="7.5" cy="9.2" r="2.6" fill="#fff" />
      <circle cx="24.5" cy="6.9" r="2.6" fill="#c7c9fb" />
    </svg>
  )
}
