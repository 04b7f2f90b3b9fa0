'use client'

import { Search, X } from 'lucide-react'
import { useId, useRef, useState } from 'react'
import { IconButton } from './button.tsx'
import { classNames } from './class-names.ts'
import { controlLooks } from './input.tsx'

export type FilterHint = { readonly property: string; readonly values?: readonly string[] }

/** The filter above a table, which the key "/" looks for by `data-filter`. While a word is typed it offers properties and their values. */
export function PropertyFilterInput({
  value,
  onChange,
  hints,
  label,
  className,
}: {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly hints: readonly FilterHint[]
  readonly label: string
  readonly className?: string
}) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [isOpen, setOpen] = useState(false)
  const [at, setAt] = useState(-1)
  const offers = isOpen ? offersFor(value, hints) : []
  const take = (offer: string) => {
    onChange(`${value.slice(0, value.length - lastWord(value).length)}${offer}`)
    setAt(-1)
    input.current?.focus()
  }
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt((now) => Math.min(now + 1, offers.length - 1))
    else if (event.key === 'ArrowUp') setAt((now) => Math.max(now - 1, -1))
    else if (event.key === 'Escape') setOpen(false)
    else if (event.key === 'Enter' && offers[at]) take(offers[at])
    else return
    event.preventDefault()
  }
  return (
    <search className={classNames('relative block w-full max-w-120', className)}>
      <Search
        className="pointer-events-none absolute top-2 left-2.5 size-4 text-faint pointer-coarse:top-3.5"
        aria-hidden
      />
      <input
        ref={input}
        data-filter
        role="combobox"
        aria-label={label}
        aria-expanded={offers.length > 0}
        aria-controls={`${id}-offers`}
        aria-activedescendant={offers[at] ? `${id}-${at}` : undefined}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        value={value}
        placeholder={label}
        onChange={(event) => {
          onChange(event.target.value)
          setOpen(true)
          setAt(-1)
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
        className={classNames(controlLooks, 'h-8 pr-8 pl-8 pointer-coarse:h-11')}
      />
      {value !== '' && (
        <IconButton
          label="Clear the filter"
          size="iconSmall"
          className="absolute top-0.5 right-0.5 pointer-coarse:top-0"
          onClick={() => onChange('')}
        >
          <X aria-hidden />
        </IconButton>
      )}
      <div
        id={`${id}-offers`}
        role="listbox"
        aria-label="Properties"
        hidden={offers.length === 0}
        className="absolute top-full z-30 mt-1 w-full max-w-80 rounded-surface border bg-raised p-1 shadow-float"
      >
        {offers.map((offer, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox above handles the keys; focus never comes here.
          <div
            key={offer}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => take(offer)}
            className={classNames(
              'flex min-h-8 items-center rounded-control px-2 hover:bg-sunken',
              index === at && 'bg-hover',
            )}
          >
            {offer}
          </div>
        ))}
      </div>
    </search>
  )
}

function lastWord(text: string): string {
  return /(?:[a-z][\w-]*:\s*)?\S*$/i.exec(text)?.[0] ?? ''
}

/** What can complete the word at the end: a property, or a value of the property that stands there. */
function offersFor(text: string, hints: readonly FilterHint[]): string[] {
  const word = lastWord(text)
  const [, property, begun = ''] = /^([a-z][\w-]*):\s*(.*)$/i.exec(word) ?? []
  if (property === undefined)
    return hints.map((hint) => `${hint.property}: `).filter((offer) => offer.startsWith(word.toLowerCase()))
  const values = hints.find((hint) => hint.property === property.toLowerCase())?.values ?? []
  return values
    .filter((one) => one.toLowerCase().startsWith(begun.toLowerCase()) && one !== begun)
    .map((one) => `${property}: ${one} `)
}
