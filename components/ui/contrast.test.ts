import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const css = readFileSync(new URL('../../app/globals.css', import.meta.url), 'utf8')
const tokens = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map((found) => [
    found[1],
    { light: found[2] ?? '', dark: found[3] ?? '' },
  ]),
)

/** WCAG 2.2 relative luminance of #rrggbb. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

function measured(foreground: string, background: string, theme: 'light' | 'dark'): number {
  return contrast(tokens.get(foreground)?.[theme] ?? '', tokens.get(background)?.[theme] ?? '')
}

const grounds = ['canvas', 'surface', 'raised', 'sunken', 'hover']
const states = ['good', 'warn', 'bad', 'off']
const texts: [string, string][] = [
  ...grounds.flatMap((ground): [string, string][] =>
    ['text', 'muted', 'faint', 'accent-text'].map((ink) => [ink, ground]),
  ),
  ...states.flatMap((state): [string, string][] => [...grounds, `${state}-soft`].map((ground) => [state, ground])),
  ['accent-text', 'accent-soft'],
  ['text', 'accent-soft'],
  ['muted', 'accent-soft'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
  ['on-accent', 'danger'],
  ['on-accent', 'danger-hover'],
]
const series = ['2xx', '3xx', '4xx', '5xx', '1', '2', '3', '4', '5'].map((one) => `chart-${one}`)
const marks: [string, string][] = [
  ...states.map((state): [string, string] => [`${state}-mark`, 'surface']),
  ...series.map((one): [string, string] => [one, 'surface']),
  ['control', 'surface'],
  ['control', 'canvas'],
  ['accent-mark', 'surface'],
  ['accent-mark', 'canvas'],
]

for (const theme of ['light', 'dark'] as const) {
  test.each(texts)(`${theme}: %s can be read on %s`, (ink, ground) => {
    expect(measured(ink, ground, theme)).toBeGreaterThanOrEqual(4.5)
  })
  test.each(marks)(`${theme}: a mark in %s can be told from %s`, (mark, ground) => {
    expect(measured(mark, ground, theme)).toBeGreaterThanOrEqual(3)
  })
}
