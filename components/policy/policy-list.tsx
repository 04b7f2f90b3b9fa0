'use client'

import { defaultRangeExtractor, useWindowVirtualizer } from '@tanstack/react-virtual'
import { skipReasons } from 'model/l7/served'
import { memo, useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { classNames } from '../ui/class-names.ts'
import { stepAside } from './carry.ts'
import type { PolicyEntry } from './entries.ts'
import { policyName } from './names.ts'
import { type CardActions, carryHelpId, PolicyCard } from './policy-card.tsx'
import type { CardShadow } from './shadow/use-policy-shadows.ts'
import { useCarry } from './use-carry.ts'

/** A card of two lines with the gap below it; each is measured once it is drawn. */
const usualHeight = 68

export type PolicyListProps = {
  readonly entries: readonly PolicyEntry[]
  /** The place of each policy among all policies of the listener, from 1. */
  readonly places: ReadonlyMap<string, number>
  readonly selected: ReadonlySet<string>
  readonly moving: ReadonlySet<string>
  /** Why policies were put back, by their ids. */
  readonly refusals: ReadonlyMap<string, string>
  readonly stuckBecause: string | null
  readonly actions: CardActions
  /** The one that redirects everything to another listener, and so overrides all others; null where none does. */
  readonly overrider: string | null
  /** What the cards of policies that never match say. */
  readonly shadows: ReadonlyMap<string, CardShadow>
  /** Those that would not either if what is held were dropped here. */
  readonly foreseen: ReadonlySet<string>
}

/** The cards of policies, in order, to be carried elsewhere; only those in sight are drawn. */
export const PolicyList = memo(function PolicyList(props: PolicyListProps) {
  return (
    <>
      <FiguresHead />
      <Cards {...props} />
      <p id={carryHelpId} hidden>
        Press Space to lift the policy, the arrow keys to move it, Space to drop it, and Escape to put it back.
      </p>
    </>
  )
})

function Cards({ entries, actions, stuckBecause, ...shared }: PolicyListProps) {
  const list = useRef<HTMLOListElement>(null)
  const scrollMargin = useOffsetTop(list)
  const ids = useMemo(() => entries.map((one) => one.policy.id), [entries])
  const names = useMemo(() => new Map(entries.map((one) => [one.policy.id, policyName(one.policy)])), [entries])
  const { held, lastId, said, grips } = useCarry({
    list,
    ids,
    slotAt: (place) => virtualizer.measurementsCache[place] ?? { start: 0, size: usualHeight },
    nameOf: (id) => names.get(id) ?? '',
    isStuck: stuckBecause !== null,
    onHold: actions.hold,
    onDrop: actions.drop,
  })
  const from = held === null ? -1 : ids.indexOf(held.id)
  const kept = lastId === null ? -1 : ids.indexOf(lastId)
  const virtualizer = useWindowVirtualizer({
    count: entries.length,
    estimateSize: () => usualHeight,
    overscan: 4,
    scrollMargin,
    // A card that has just been drawn is measured with the next layout, not by one of its own.
    measureElement: (element, entry, instance) =>
      entry?.borderBoxSize[0]?.blockSize ??
      instance.measurementsCache[instance.indexFromElement(element)]?.size ??
      usualHeight,
    getItemKey: useCallback((at: number) => ids[at] ?? at, [ids]),
    // What is held stays drawn, wherever the page is scrolled to.
    rangeExtractor: (range) => {
      const inSight = defaultRangeExtractor(range)
      if (kept < 0 || inSight.includes(kept)) return inSight
      return [...inSight, kept].sort((one, other) => one - other)
    },
  })
  const heldSize = virtualizer.measurementsCache[from]?.size ?? 0
  const aside = (place: number) => (held === null ? 0 : stepAside(place, { from, over: held.over }, heldSize))
  return (
    <>
      <ol
        ref={list}
        aria-label="Policies"
        className="relative"
        style={{ height: virtualizer.getTotalSize() }}
        {...grips}
      >
        {virtualizer.getVirtualItems().map(({ key, index, start }) => {
          const entry = entries[index]
          if (!entry) return null
          const { id } = entry.policy
          const isHeld = id === held?.id
          return (
            <li
              key={key}
              ref={virtualizer.measureElement}
              data-index={index}
              aria-setsize={entries.length}
              aria-posinset={index + 1}
              className={classNames(
                'absolute inset-x-0 top-0 pb-2',
                isHeld && 'z-1',
                held !== null && !isHeld && 'transition-transform duration-140',
              )}
              style={{ transform: `translateY(${start - scrollMargin + aside(index)}px)` }}
            >
              <PolicyCard
                entry={entry}
                position={shared.places.get(id) ?? 0}
                isHeld={isHeld}
                isSelected={shared.selected.has(id)}
                isMoving={shared.moving.has(id)}
                refusal={shared.refusals.get(id) ?? null}
                shadow={shared.shadows.get(id) ?? null}
                inactiveBecause={shared.overrider !== null && shared.overrider !== id ? skipReasons.overridden : null}
                isForeseen={shared.foreseen.has(id)}
                stuckBecause={stuckBecause}
                actions={actions}
              />
            </li>
          )
        })}
      </ol>
      <p role="status" aria-live="assertive" className="sr-only">
        {said}
      </p>
    </>
  )
}

/** Where the list begins on the page; what stands above it comes and goes. */
function useOffsetTop(list: React.RefObject<HTMLElement | null>): number {
  const [top, setTop] = useState(0)
  useLayoutEffect(() => {
    const measure = () => {
      const found = list.current
      if (found) setTop(Math.round(found.getBoundingClientRect().top + window.scrollY))
    }
    measure()
    // Whatever comes or goes above the list changes the height of the page.
    const observer = new ResizeObserver(measure)
    observer.observe(document.body)
    return () => observer.disconnect()
  }, [list])
  return top
}

/** What the figures at the right of the cards are; where there is no room for columns, their titles say it. */
function FiguresHead() {
  return (
    <div className="hidden justify-end gap-2 pr-24.5 pb-1 text-caption text-faint lg:flex" aria-hidden>
      <span className="w-18 text-right">Hits</span>
      <span className="w-12 text-right">Share</span>
      <span className="w-18 text-right">Last hit</span>
    </div>
  )
}
