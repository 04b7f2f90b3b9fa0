import { Search } from 'lucide-react'
import { Input } from '../ui/input.tsx'

export function FilterInput({
  value,
  onChange,
}: {
  readonly value: string
  readonly onChange: (text: string) => void
}) {
  return (
    <search className="relative block w-full sm:max-w-80">
      <Search
        className="pointer-events-none absolute top-2 left-2.5 size-4 text-faint pointer-coarse:top-3.5"
        aria-hidden
      />
      <Input
        type="search"
        data-filter
        aria-label="Find policies"
        placeholder="Which policies mention /api?"
        autoComplete="off"
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="pl-8"
      />
    </search>
  )
}
