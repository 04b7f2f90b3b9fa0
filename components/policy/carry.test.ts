import { expect, test } from 'vitest'
import { edgeSpeed, landingTop, nearestPlace, placeAfterKey, stepAside } from './carry.ts'

// Four cards of 60, 100, 60 and 200 pixels below 500 pixels of page.
const sizes = [60, 100, 60, 200]
const slots = {
  count: sizes.length,
  slotAt: (place: number) => ({
    start: 500 + sizes.slice(0, place).reduce((sum, size) => sum + size, 0),
    size: sizes[place] ?? 0,
  }),
}

test('a card lands where the others have made room for it', () => {
  const downwards = [0, 1, 2, 3].map((over) => landingTop(slots, { from: 0, over }))
  const upwards = [0, 1, 2, 3].map((over) => landingTop(slots, { from: 3, over }))
  expect([downwards, upwards]).toEqual([
    [500, 600, 660, 860],
    [500, 560, 660, 720],
  ])
})

test('it goes to the place whose landing is nearest, however far it was carried at once', () => {
  const place = (top: number) => nearestPlace(slots, { from: 0, over: 0 }, top)
  expect([-1_000, 500, 549, 551, 629, 631, 755, 765, 9_000].map(place)).toEqual([0, 0, 0, 1, 1, 2, 2, 3, 3])
  expect(nearestPlace(slots, { from: 3, over: 3 }, 505)).toBe(0)
})

test('the cards between step aside by its size, and all others stay', () => {
  const aside = (from: number, over: number) => [0, 1, 2, 3].map((place) => stepAside(place, { from, over }, 60))
  expect([aside(0, 2), aside(2, 0), aside(1, 1)]).toEqual([
    [0, -60, -60, 0],
    [60, 60, 0, 0],
    [0, 0, 0, 0],
  ])
})

test('the page scrolls along only near the edges of the window, and faster the nearer', () => {
  const speeds = [-50, 0, 48, 96, 450, 804, 852, 900, 950].map((y) => edgeSpeed(y, 900))
  expect(speeds).toEqual([-1.8, -1.8, -0.45, 0, 0, 0, 0.45, 1.8, 1.8])
})

test('keys move a card, and never beyond the ends', () => {
  const keys = ['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End', 'a']
  expect(keys.map((key) => placeAfterKey(key, 5, 20))).toEqual([4, 6, 0, 15, 0, 19, null])
  expect([placeAfterKey('ArrowUp', 0, 3), placeAfterKey('PageDown', 1, 3)]).toEqual([0, 2])
})
