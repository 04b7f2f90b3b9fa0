import { plural, rate } from '../ui/format.ts'

type Traffic = { readonly requests: number; readonly connections: number; readonly active: number }

/** What something carries now, in a sentence; null when it carries nothing. */
export function trafficText(traffic: Traffic | null): string | null {
  if (traffic === null) return null
  const parts = [
    ...(traffic.requests > 0 ? [rate(traffic.requests, 'req')] : []),
    ...(traffic.requests === 0 && traffic.connections > 0 ? [rate(traffic.connections, 'conn')] : []),
    ...(traffic.active > 0 ? [plural(traffic.active, 'open connection')] : []),
  ]
  return parts.length === 0 ? null : `It carries traffic now: ${parts.join(', ')}.`
}

/** The rate of something as a short number: requests where there are any, else connections. */
export function rateText(traffic: Traffic | null, isHttp: boolean): string {
  return rate(traffic === null ? 0 : isHttp ? traffic.requests : traffic.connections, isHttp ? 'req' : 'conn')
}
