'use client'

import { createContext, useContext, useSyncExternalStore } from 'react'

/** The second under the pointer, shared by all charts of a panel: only their legends are drawn anew when it moves. */
export class Crosshair {
  #at: number | null = null
  readonly #watchers = new Set<() => void>()

  readonly read = (): number | null => this.#at

  readonly watch = (onMove: () => void): (() => void) => {
    this.#watchers.add(onMove)
    return () => this.#watchers.delete(onMove)
  }

  move(at: number | null): void {
    if (at === this.#at) return
    this.#at = at
    for (const one of this.#watchers) one()
  }
}

export const CrosshairContext = createContext(new Crosshair())

export function useCrosshair(): number | null {
  const crosshair = useContext(CrosshairContext)
  return useSyncExternalStore(crosshair.watch, crosshair.read, () => null)
}
