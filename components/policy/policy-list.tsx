'use client'

import {
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  MeasuringStrategy,
  type Modifier,
  PointerSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core'
import { SortableContext, sortableKeyboardCoordinates, verticalListSortingStrategy } from '@dnd-kit/sortable'
import { defaultRangeExtractor, useWindowVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { PolicyEntry } from './entries.ts'
import { policyName } from './names.ts'
import { type CardActions, PolicyCard } from './policy-card.tsx'
import type { CardShadow } from './shadow/use-policy-shadows.ts'
import type { PoliciesTraffic } from './use-policy-traffic.ts'

/** A card of two lines with the gap below it; each is measured once it is drawn. */
const usualHeight = 68

const upAndDown: Modifier = ({ transform }) => ({ ...transform, x: 0 })
// Cards come and go while the page is scrolled: where they are matters only while one is carried.
const measuring = { droppable: { strategy: MeasuringStrategy.WhileDragging } }
/** Space lifts and drops; Enter drops too, as it ends most things. */
const keyboardCodes = { start: ['Space'], cancel: ['Escape'], end: ['Space', 'Enter', 'Tab'] }

export type PolicyListProps = {
  readonly entries: readonly PolicyEntry[]
  /** The place of a policy among all policies of the listener, from 1. */
  readonly positionOf: (id: string) => number
  readonly total: number
  readonly selected: ReadonlySet<string>
  readonly moving: ReadonlySet<string>
  /** Why policies were put back, by their ids. */
  readonly refusals: ReadonlyMap<string, string>
  readonly stuckBecause: string | null
  readonly traffic: PoliciesTraffic
  readonly actions: CardActions
  /** What the cards of policies that never match say. */
  readonly shadows: ReadonlyMap<string, CardShadow>
  /** Those that would not either if what is held were dropped here. */
  readonly foreseen: ReadonlySet<string>
  readonly onDrop: (active: string, over: string) => void
  /** A card is held over the place of another; over none when it is let go. */
  readonly onHold: (active: string, over: string | null) => void
}

/** The cards of policies, in order; only those in sight are drawn. */
export function PolicyList(props: PolicyListProps) {
  const { entries, onDrop, onHold } = props
  const [dragged, setDragged] = useState<string | null>(null)
  const ids = useMemo(() => entries.map((one) => one.policy.id), [entries])
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates, keyboardCodes, scrollBehavior: 'auto' }),
  )
  const drop = ({ active, over }: DragEndEvent) => {
    setDragged(null)
    onHold(String(active.id), null)
    if (over !== null && over.id !== active.id) onDrop(String(active.id), String(over.id))
  }
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      modifiers={[upAndDown]}
      measuring={measuring}
      accessibility={{ announcements: announcementsOf(props), screenReaderInstructions }}
      onDragStart={({ active }) => setDragged(String(active.id))}
      onDragOver={({ active, over }) => onHold(String(active.id), over === null ? null : String(over.id))}
      onDragCancel={({ active }) => {
        setDragged(null)
        onHold(String(active.id), null)
      }}
      onDragEnd={drop}
    >
      <FiguresHead />
      <SortableContext items={ids} strategy={verticalListSortingStrategy}>
        <Cards {...props} dragged={dragged} />
      </SortableContext>
    </DndContext>
  )
}

function Cards({ dragged, entries, ...shared }: PolicyListProps & { readonly dragged: string | null }) {
  const list = useRef<HTMLOListElement>(null)
  const scrollMargin = useOffsetTop(list)
  const draggedAt = dragged === null ? -1 : entries.findIndex((one) => one.policy.id === dragged)
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
    getItemKey: useCallback((at: number) => entries[at]?.policy.id ?? at, [entries]),
    // What is held stays drawn, wherever the page is scrolled to.
    rangeExtractor: (range) => {
      const inSight = defaultRangeExtractor(range)
      if (draggedAt < 0 || inSight.includes(draggedAt)) return inSight
      return [...inSight, draggedAt].sort((one, other) => one - other)
    },
  })
  return (
    <ol ref={list} aria-label="Policies" className="relative" style={{ height: virtualizer.getTotalSize() }}>
      {virtualizer.getVirtualItems().map(({ key, index, start }) => {
        const entry = entries[index]
        if (!entry) return null
        const { id } = entry.policy
        return (
          <li
            key={key}
            ref={virtualizer.measureElement}
            data-index={index}
            aria-setsize={entries.length}
            aria-posinset={index + 1}
            className="absolute inset-x-0 top-0 pb-2"
            style={{ transform: `translateY(${start - scrollMargin}px)`, zIndex: id === dragged ? 1 : undefined }}
          >
            <PolicyCard
              entry={entry}
              position={shared.positionOf(id)}
              isSelected={shared.selected.has(id)}
              isMoving={shared.moving.has(id)}
              refusal={shared.refusals.get(id) ?? null}
              shadow={shared.shadows.get(id) ?? null}
              isForeseen={shared.foreseen.has(id)}
              stuckBecause={shared.stuckBecause}
              traffic={shared.traffic.of(id)}
              actions={shared.actions}
            />
          </li>
        )
      })}
    </ol>
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

const screenReaderInstructions = {
  draggable: 'Press Space to lift the policy, the arrow keys to move it, Space to drop it, and Escape to put it back.',
}

function announcementsOf({ entries, positionOf, total }: PolicyListProps) {
  const nameOf = (id: string | number) => {
    const found = entries.find((one) => one.policy.id === id)
    return found ? `Policy ${policyName(found.policy)}` : 'The policy'
  }
  const place = (id: string | number) => `position ${positionOf(String(id))} of ${total}`
  return {
    onDragStart: ({ active }: Held) => `${nameOf(active.id)} lifted at ${place(active.id)}`,
    onDragOver: ({ active, over }: Held) => (over ? `${nameOf(active.id)} moved to ${place(over.id)}` : undefined),
    onDragEnd: ({ active, over }: Held) => `${nameOf(active.id)} dropped at ${place((over ?? active).id)}`,
    onDragCancel: ({ active }: Held) => `${nameOf(active.id)} put back to ${place(active.id)}`,
  }
}

type Held = {
  readonly active: { readonly id: string | number }
  readonly over?: { readonly id: string | number } | null
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
