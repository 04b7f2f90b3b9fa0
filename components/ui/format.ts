// Numbers, quantities and times as people read them. The locale is fixed, so that the server's and the browser's words are the same.

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
const oneDigit = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 })
const moments = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' })
const clocks = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' })

/** 1234567 is "1,234,567". */
export function count(value: number): string {
  return whole.format(value)
}

/** A short number: 950, 1.2 k, 3.4 M. Below ten it keeps one digit, so that slow traffic is not shown as none. */
export function short(value: number): string {
  const size = Math.abs(value)
  if (size >= 999_950) return `${oneDigit.format(value / 1_000_000)} M`
  if (size >= 9_995) return `${oneDigit.format(value / 1_000)} k`
  return size < 9.95 && !Number.isInteger(value) ? oneDigit.format(value) : whole.format(value)
}

const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const

/** 1536 is "1.5 kB": units of a thousand, as network people count. */
export function bytes(value: number): string {
  let size = value
  let unit = 0
  while (Math.abs(size) >= 999.5 && unit < byteUnits.length - 1) {
    size /= 1_000
    unit += 1
  }
  const digits = unit > 0 && Math.abs(size) < 99.95 ? oneDigit : whole
  return `${digits.format(size)} ${byteUnits[unit] ?? 'B'}`
}

/** "1.2 k req/s"; `unit` is what is counted: req, conn. */
export function rate(perSecond: number, unit: string): string {
  return `${short(perSecond)} ${unit}/s`
}

export function byteRate(perSecond: number): string {
  return `${bytes(perSecond)}/s`
}

/** 50000 is "50 s", 1500 is "1.5 s", 0.42 is "0.42 ms". */
export function milliseconds(value: number): string {
  if (value >= 120_000) return `${oneDigit.format(value / 60_000)} min`
  if (value >= 1_000) return `${oneDigit.format(value / 1_000)} s`
  if (value < 1 && value > 0) return `${value.toFixed(2)} ms`
  return `${oneDigit.format(value)} ms`
}

/** One of two forms of a word, with its number: "1 listener", "3 listeners". */
export function plural(amount: number, one: string, many = `${one}s`): string {
  return `${count(amount)} ${amount === 1 ? one : many}`
}

/** A label as it stands inside a sentence: "monitor port", but "VIP address". */
export function midSentence(label: string): string {
  return label.replace(/\S+/g, (word) => (/[A-Z].*[A-Z0-9]/.test(word) ? word : word.toLowerCase()))
}

/** The API writes UTC without a zone: 2026-11-21T00:09:52. */
export function momentOf(value: string | number): Date {
  if (typeof value === 'number') return new Date(value)
  return new Date(/(?:Z|[+-]\d\d:?\d\d)$/.test(value) ? value : `${value}Z`)
}

/** The moment in full, in the reader's time zone. */
export function moment(value: string | number): string {
  return moments.format(momentOf(value))
}

/** What the API says of a moment, with the moment as the reader's clock has it. */
export function withLocalMoments(text: string): string {
  return text.replace(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, moment)
}

/** The time of day of an epoch second, for axes and rows. */
export function clock(epochSeconds: number): string {
  return clocks.format(new Date(epochSeconds * 1_000))
}

const steps = [
  { below: 60, size: 1, word: 's' },
  { below: 3_600, size: 60, word: 'min' },
  { below: 86_400, size: 3_600, word: 'h' },
  { below: Number.POSITIVE_INFINITY, size: 86_400, word: 'd' },
] as const

/** "4 s", "12 min", "3 h", "9 d". */
export function duration(seconds: number): string {
  const length = Math.max(0, Math.round(seconds))
  const step = steps.find((one) => length < one.below) ?? steps[3]
  return `${Math.floor(length / step.size)} ${step.word}`
}

/** "just now", "12 s ago", "3 h ago", "in 5 s". */
export function ago(value: string | number, now: number): string {
  const seconds = (now - momentOf(value).getTime()) / 1_000
  if (seconds < -1.5) return `in ${duration(-seconds)}`
  return seconds < 2 ? 'just now' : `${duration(seconds)} ago`
}
