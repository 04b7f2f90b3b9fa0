import { type TlsWay, type TlsWayName, tlsTradeOffs, tlsWayOf, tlsWays } from 'model/listener/tls-ways'
import { FieldSet } from '../ui/field.tsx'
import { RadioCards } from '../ui/radio-cards.tsx'
import { withTlsWay } from './draft.ts'
import type { Wizard } from './use-wizard.ts'

const choices = (Object.keys(tlsWays) as TlsWayName[]).map((value) => ({
  value,
  label: tlsWays[value].label,
  help: <TradeOffs way={tlsWays[value]} />,
}))

/** Where TLS ends, in words, with what speaks for each: the protocols of the listener and of the pool follow. */
export function TlsWayField({ wizard }: { readonly wizard: Wizard }) {
  const { listener, pool } = wizard.draft
  const way = tlsWayOf(listener['protocol'], pool['tls_enabled'])
  if (way === null) return null
  return (
    <FieldSet legend="Where TLS ends">
      <RadioCards
        label="Where TLS ends"
        value={way}
        choices={choices}
        onChange={(next) => wizard.change((draft) => withTlsWay(draft, next))}
      />
    </FieldSet>
  )
}

function TradeOffs({ way }: { readonly way: TlsWay }) {
  return (
    <span className="grid gap-x-3 gap-y-0.5 sm:grid-cols-[6rem_minmax(0,1fr)]">
      {(Object.keys(tlsTradeOffs) as (keyof typeof tlsTradeOffs)[]).map((name) => (
        <span key={name} className="contents">
          <span className="text-faint max-sm:mt-1">{tlsTradeOffs[name]}</span>
          <span>{way[name]}</span>
        </span>
      ))}
    </span>
  )
}
