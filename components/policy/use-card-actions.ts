'use client'

import { useLayoutEffect, useRef, useState } from 'react'
import type { CardActions } from './policy-card.tsx'

/** The same object at every draw, doing what was given last: cards whose policy is the same need not be drawn again. */
export function useCardActions(given: CardActions): CardActions {
  const latest = useRef(given)
  useLayoutEffect(() => {
    latest.current = given
  })
  const [stable] = useState<CardActions>(() => ({
    edit: (id) => latest.current.edit(id),
    explain: (id) => latest.current.explain(id),
    duplicate: (id) => latest.current.duplicate(id),
    copy: (id) => latest.current.copy(id),
    overlaps: (id) => latest.current.overlaps(id),
    walk: (request) => latest.current.walk(request),
    moveAbove: (id, other) => latest.current.moveAbove(id, other),
    move: (id) => latest.current.move(id),
    remove: (id) => latest.current.remove(id),
    setEnabled: (id, isEnabled) => latest.current.setEnabled(id, isEnabled),
    select: (id, isOn) => latest.current.select(id, isOn),
    hold: (id, over) => latest.current.hold(id, over),
    drop: (id, over) => latest.current.drop(id, over),
  }))
  return stable
}
