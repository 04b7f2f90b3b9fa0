'use client'

import {
  type FocusEvent,
  type KeyboardEvent,
  type PointerEvent as ReactPointerEvent,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { type Carried, edgeSpeed, landingTop, nearestPlace, placeAfterKey, type Slot } from './carry.ts'

/** Closer than this to where it went down a pointer only presses. */
const reachPixels = 4
/** What is carried with keys is kept this far from the edges of the window: at the top there is the bar of the page. */
const marginPixels = { top: 72, bottom: 24 }
const droppingKeys: ReadonlySet<string> = new Set([' ', 'Enter', 'Tab'])
const settling = { duration: 140, easing: 'cubic-bezier(0.2, 0, 0, 1)' } as const

export type CarryGiven = {
  /** The list: its cards say `data-policy`, their handles `data-grip`. */
  readonly list: RefObject<HTMLElement | null>
  /** The ids of the cards in their order. */
  readonly ids: readonly string[]
  readonly slotAt: (place: number) => Slot
  readonly nameOf: (id: string) => string
  /** Nothing can be taken now. */
  readonly isStuck: boolean
  /** A card is held over the place of another; over none when it is let go. */
  readonly onHold: (active: string, over: string | null) => void
  readonly onDrop: (active: string, over: string) => void
}

/** The card that is held, and the place that it is over, from 0. */
export type Held = { readonly id: string; readonly over: number }

type Hold = {
  readonly id: string
  readonly by: 'pointer' | 'keys'
  over: number
  /** Where the card begins, in pixels of the page; with keys it is always where it would land. */
  top: number
}

/** A card that was let go: it settles from where it was seen, in pixels of the window. */
type Landing = { readonly id: string; readonly seenAt: number; readonly isFocused: boolean }

type Tell = { readonly held: (held: Held | null) => void; readonly said: (text: string) => void }

/**
 * Cards are taken by their handles and put elsewhere: with a mouse, a finger or a pen, or with Space, arrows and Space. What is held
 * is moved in the document itself, frame by frame; React draws only when it is over another place. `lastId` is what is held, or was
 * held last: it has to stay drawn, so that it can settle and keep the focus.
 */
export function useCarry(given: CarryGiven) {
  const latest = useRef(given)
  const [held, setHeld] = useState<Held | null>(null)
  const [lastId, setLastId] = useState<string | null>(null)
  const [said, setSaid] = useState('')
  const [carry] = useState(() => {
    const tellHeld = (next: Held | null) => {
      setHeld(next)
      if (next !== null) setLastId(next.id)
    }
    return new Carry(() => latest.current, { held: tellHeld, said: setSaid })
  })
  useLayoutEffect(() => {
    latest.current = given
    carry.draw()
  })
  useEffect(() => () => carry.close(), [carry])
  return { held, lastId, said, grips: carry.grips }
}

class Carry {
  readonly #given: () => CarryGiven
  readonly #tell: Tell
  #hold: Hold | null = null
  #landing: Landing | null = null
  #pressed: AbortController | null = null

  constructor(given: () => CarryGiven, tell: Tell) {
    this.#given = given
    this.#tell = tell
  }

  /** What the list hears. */
  readonly grips = {
    onPointerDown: (event: ReactPointerEvent) => {
      const grip = this.#gripOf(event.target)
      if (grip === null || event.button !== 0 || !event.isPrimary) return
      if (this.#hold !== null) this.#putBack()
      this.#press(grip, event.nativeEvent)
    },
    onKeyDown: (event: KeyboardEvent) => {
      const grip = this.#gripOf(event.target)
      if (grip === null || event.ctrlKey || event.altKey || event.metaKey || !this.#hears(grip, event)) return
      // Tab drops, and leads on as ever.
      if (event.key !== 'Tab') event.preventDefault()
    },
    onBlur: (event: FocusEvent) => {
      // Whoever looks at another window comes back to what is held.
      if (this.#hold?.by === 'keys' && this.#gripOf(event.target) !== null && document.hasFocus()) this.#putBack()
    },
  }

  /** Puts the card that is held where it is seen; after it was let go, lets it settle. */
  draw(): void {
    const hold = this.#hold
    if (this.#landing !== null) this.#settle(this.#landing)
    this.#landing = null
    if (hold === null) return
    const carried = this.#carried(hold)
    if (carried === null) {
      // It was deleted meanwhile.
      this.#letGo()
      return
    }
    if (hold.by === 'keys') hold.top = landingTop(this.#slots(), carried)
    const card = this.#cardOf(hold.id)
    if (card) card.style.transform = `translateY(${hold.top - this.#given().slotAt(carried.from).start}px)`
  }

  close(): void {
    this.#pressed?.abort()
    this.#hold = null
  }

  #press({ id, handle }: Grip, { pointerId, clientX, clientY }: PointerEvent): void {
    this.#pressed?.abort()
    this.#pressed = new AbortController()
    const { signal } = this.#pressed
    const pointer = { begin: clientY, y: clientY, grabbedAt: clientY + window.scrollY - this.#topOf(id) }
    const hear = <K extends keyof WindowEventMap>(name: K, hearer: (event: WindowEventMap[K]) => void) =>
      window.addEventListener(name, hearer, { signal, capture: true })
    const isOwn = (event: PointerEvent) => event.pointerId === pointerId
    hear('pointermove', (event) => {
      if (!isOwn(event)) return
      pointer.y = event.clientY
      if (this.#hold !== null || Math.hypot(event.clientX - clientX, event.clientY - clientY) < reachPixels) return
      // What it passes over hears nothing of it, and the cursor stays the one of the handle.
      handle.setPointerCapture(pointerId)
      this.#lift(id, 'pointer')
      this.#follow(pointer, signal)
    })
    hear('pointerup', (event) => isOwn(event) && this.#drop())
    hear('pointercancel', (event) => isOwn(event) && this.#putBack())
    hear('selectstart', (event) => event.preventDefault())
    hear('contextmenu', (event) => event.preventDefault())
    hear('keydown', (event) => {
      if (event.key !== 'Escape' || this.#hold === null) return
      event.preventDefault()
      event.stopPropagation()
      this.#putBack()
    })
  }

  /** Answers whether the key was for the card. */
  #hears({ id }: Grip, { key, repeat }: KeyboardEvent): boolean {
    const hold = this.#hold
    if (hold === null) {
      if (key === ' ' && !repeat) this.#lift(id, 'keys')
      return key === ' '
    }
    if (hold.by !== 'keys') return false
    const place = placeAfterKey(key, hold.over, this.#given().ids.length)
    if (place !== null) {
      this.#holdOver(hold, place)
      this.#show(hold)
      return true
    }
    if (key === 'Escape') this.#putBack()
    // A key that is kept down must not drop what it has lifted.
    else if (droppingKeys.has(key) && !repeat) this.#drop()
    return key === 'Escape' || droppingKeys.has(key)
  }

  #lift(id: string, by: Hold['by']): void {
    const over = this.#given().ids.indexOf(id)
    this.#hold = { id, by, over, top: this.#topOf(id) }
    this.#tell.held({ id, over })
    this.#say(id, `lifted at ${this.#placeText(over)}`)
  }

  /** Carries the card along with the pointer until the signal ends it, and the page where it is held at its edge. */
  #follow(pointer: { readonly begin: number; readonly y: number; readonly grabbedAt: number }, signal: AbortSignal) {
    let before = performance.now()
    const frame = (now: number) => {
      const hold = this.#hold
      if (signal.aborted || hold === null) return
      const speed = edgeSpeed(pointer.y, window.innerHeight)
      // Towards the edge that it was moved to: a card that is taken at the edge is not carried off.
      if (speed * (pointer.y - pointer.begin) > 0) window.scrollBy({ top: speed * (now - before), behavior: 'instant' })
      before = now
      hold.top = pointer.y + window.scrollY - pointer.grabbedAt
      const carried = this.#carried(hold)
      if (carried !== null) this.#holdOver(hold, nearestPlace(this.#slots(), carried, hold.top))
      this.draw()
      requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
  }

  #holdOver(hold: Hold, over: number): void {
    if (hold.over === over) return
    hold.over = over
    this.#tell.held({ id: hold.id, over })
    this.#say(hold.id, `moved to ${this.#placeText(over)}`)
    this.#given().onHold(hold.id, this.#given().ids[over] ?? null)
  }

  #drop(): void {
    const hold = this.#hold
    const carried = hold && this.#carried(hold)
    const over = hold && this.#given().ids[hold.over]
    this.#letGo()
    if (!hold || !carried || !over) return
    this.#say(hold.id, `dropped at ${this.#placeText(hold.over)}`)
    if (carried.from !== hold.over) this.#given().onDrop(hold.id, over)
  }

  #putBack(): void {
    const hold = this.#hold
    const from = hold === null ? -1 : this.#given().ids.indexOf(hold.id)
    this.#letGo()
    if (hold === null || from < 0) return
    this.#say(hold.id, `put back to ${this.#placeText(from)}`)
    if (hold.by === 'keys') this.#show({ ...hold, over: from })
  }

  #letGo(): void {
    this.#pressed?.abort()
    const hold = this.#hold
    if (hold === null) return
    const card = this.#cardOf(hold.id)
    const isFocused = card?.contains(document.activeElement) ?? false
    this.#landing = { id: hold.id, seenAt: hold.top - window.scrollY, isFocused }
    this.#hold = null
    this.#tell.held(null)
    this.#given().onHold(hold.id, null)
  }

  #settle({ id, seenAt, isFocused }: Landing): void {
    const card = this.#cardOf(id)
    if (!card) return
    card.style.transform = ''
    // Where the order has changed, the document has moved the handle, and it has lost the focus.
    if (isFocused && !card.contains(document.activeElement)) this.#handleIn(card)?.focus({ preventScroll: true })
    const far = seenAt - card.getBoundingClientRect().top
    const isStill = window.matchMedia('(prefers-reduced-motion: reduce)').matches
    if (isStill || Math.abs(far) < 1 || Math.abs(far) > window.innerHeight) return
    card.animate([{ transform: `translateY(${far}px)` }, { transform: 'none' }], settling)
  }

  /** Scrolls so that the place that a card is over is in sight. */
  #show(hold: Hold): void {
    const carried = this.#carried(hold)
    if (carried === null) return
    const top = landingTop(this.#slots(), carried) - window.scrollY
    const bottom = top + this.#given().slotAt(carried.from).size
    const above = Math.min(0, top - marginPixels.top)
    const below = Math.max(0, bottom - window.innerHeight + marginPixels.bottom)
    window.scrollBy({ top: above || below, behavior: 'instant' })
  }

  #carried({ id, over }: Hold): Carried | null {
    const from = this.#given().ids.indexOf(id)
    return from < 0 ? null : { from, over: Math.min(over, this.#given().ids.length - 1) }
  }

  #slots() {
    const { ids, slotAt } = this.#given()
    return { count: ids.length, slotAt }
  }

  #topOf(id: string): number {
    return this.#given().slotAt(this.#given().ids.indexOf(id)).start
  }

  #placeText(place: number): string {
    return `position ${place + 1} of ${this.#given().ids.length}`
  }

  #say(id: string, what: string): void {
    this.#tell.said(`Policy ${this.#given().nameOf(id)} ${what}`)
  }

  #gripOf(target: EventTarget): Grip | null {
    const handle = target instanceof Element ? target.closest<HTMLElement>('[data-grip]') : null
    const id = handle?.closest<HTMLElement>('[data-policy]')?.dataset['policy']
    return handle && id !== undefined && !this.#given().isStuck ? { id, handle } : null
  }

  #cardOf(id: string): HTMLElement | null {
    return this.#given().list.current?.querySelector<HTMLElement>(`[data-policy="${CSS.escape(id)}"]`) ?? null
  }

  #handleIn(card: HTMLElement): HTMLElement | null {
    return card.querySelector<HTMLElement>('[data-grip]')
  }
}

type Grip = { readonly id: string; readonly handle: HTMLElement }
