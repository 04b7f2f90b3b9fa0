import type { Counted } from 'model/listener/protocols'
import { countedWords } from '../live/counted.ts'
import { plural, rate } from '../ui/format.ts'

type Traffic = Readonly<Record<Counted | 'active', number>>

/** What something carries now, in a sentence; null when it carries nothing. */
export function trafficText(traffic: Traffic | null): string | null {
  if (traffic === null) return null
  const parts = [
    ...(traffic.requests > 0 ? [rate(traffic.requests, 'req')] : []),
    ...(traffic.datagrams_in > 0 ? [rate(traffic.datagrams_in, 'dgram')] : []),
    ...(traffic.requests + traffic.datagrams_in === 0 && traffic.connections > 0
      ? [rate(traffic.connections, 'conn')]
      : []),
    ...(traffic.active > 0
      ? [plural(traffic.active, traffic.datagrams_in > 0 ? 'open session' : 'open connection')]
      : []),
  ]
  return parts.length === 0 ? null : `It carries traffic now: ${parts.join(', ')}.`
}

/** The rate of something as a short number. */
export function rateText(traffic: Traffic | null, counted: Counted): string {
  return rate(traffic === null ? 0 : traffic[counted], countedWords[counted].unit)
}
