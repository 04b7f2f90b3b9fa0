/** Where a card stands on the page, in pixels from its beginning, with the gap below it. */
export type Slot = { readonly start: number; readonly size: number }

/** One card carried from its place over the place of another, both counted from 0. */
export type Carried = { readonly from: number; readonly over: number }

type Slots = {
  readonly count: number
  readonly slotAt: (place: number) => Slot
}

/** Where a card that is carried would begin if it were dropped: the others have made room. */
export function landingTop({ slotAt }: Slots, { from, over }: Carried): number {
  const { start, size } = slotAt(over)
  return from < over ? start + size - slotAt(from).size : start
}

/** The place whose landing is nearest to `top`, where the card begins now. `over` is where it was last: it is never far. */
export function nearestPlace(slots: Slots, { from, over }: Carried, top: number): number {
  const distance = (place: number) => Math.abs(landingTop(slots, { from, over: place }) - top)
  let nearest = Math.max(0, Math.min(over, slots.count - 1))
  while (nearest > 0 && distance(nearest - 1) < distance(nearest)) nearest -= 1
  while (nearest < slots.count - 1 && distance(nearest + 1) < distance(nearest)) nearest += 1
  return nearest
}

/** How far a card has to step aside for one of `size` pixels that is carried, in pixels downwards. */
export function stepAside(place: number, { from, over }: Carried, size: number): number {
  if (from < place && place <= over) return -size
  if (over <= place && place < from) return size
  return 0
}

/** At the edges of the window the page scrolls along: this far from them, and at most this fast. */
const edgePixels = 96
const fastest = 1.8

/** Pixels per millisecond that the page scrolls while a card is held at `y` of a window, downwards. */
export function edgeSpeed(y: number, height: number): number {
  const above = Math.min(1, (edgePixels - y) / edgePixels)
  if (above > 0) return -fastest * above ** 2
  const below = Math.min(1, (y - height + edgePixels) / edgePixels)
  return below > 0 ? fastest * below ** 2 : 0
}

/** The place that a key moves a card to, or null if it moves none. */
export function placeAfterKey(key: string, over: number, count: number): number | null {
  const wanted = wantedPlaces.get(key)?.(over, count)
  return wanted === undefined ? null : Math.max(0, Math.min(wanted, count - 1))
}

/** Page up and Page down go further than anybody wants to count. */
const stride = 10

type Wanted = (over: number, count: number) => number

const wantedPlaces: ReadonlyMap<string, Wanted> = new Map<string, Wanted>([
  ['ArrowUp', (over) => over - 1],
  ['ArrowDown', (over) => over + 1],
  ['PageUp', (over) => over - stride],
  ['PageDown', (over) => over + stride],
  ['Home', () => 0],
  ['End', (_over, count) => count - 1],
])
