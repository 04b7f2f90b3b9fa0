'use client'

import { Route } from 'lucide-react'
import type { Graph } from 'model/graph/graph'
import type { HttpRequest } from 'model/l7/request'
import type { Listener } from 'model/resources/listener'
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { usePanel } from '../forms/use-panel.ts'
import { useAdminState } from '../load-balancer/row-actions.tsx'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { plural } from '../ui/format.ts'
import { toast } from '../ui/toast.tsx'
import { useUrlText } from '../ui/use-url-state.ts'
import { AddPolicy } from './add-policy.tsx'
import { AutomaticOrder } from './automatic-order.tsx'
import { decidedBy } from './decided.ts'
import { DefaultCard } from './default-card.tsx'
import { duplicateOf, type PolicyDraft } from './draft.ts'
import { keptEntries, mentioning, overriderIn, type PolicyEntry, policyEntries } from './entries.ts'
import { ListTools } from './list-tools.tsx'
import { ListenerTabs } from './listener-tabs.tsx'
import { policyName } from './names.ts'
import { orderAfterDrop, orderAfterMove } from './order.ts'
import { ExplainPanel, PolicyPanel, preloadPolicyPanel, RouteTester } from './panels.ts'
import { PolicyCost } from './policy-cost.tsx'
import { type DialogKind, PolicyDialog } from './policy-dialog.tsx'
import { PolicyList } from './policy-list.tsx'
import { usePolicyShadows } from './shadow/use-policy-shadows.ts'
import { textOfRequest } from './tested-request.ts'
import { useCardActions } from './use-card-actions.ts'
import { rememberRequest } from './use-last-request.ts'
import { PoliciesTrafficProvider } from './use-policy-traffic.tsx'
import { useReorder } from './use-reorder.ts'

/** A dialog about some of the policies. */
type Asked = { readonly what: DialogKind; readonly ids: readonly string[] }

/** The list, what is done to it, and where everything goes that no policy takes. */
export function Policies({ graph, listener }: { readonly graph: Graph; readonly listener: Listener }) {
  const loadbalancer_id = graph.load_balancer.id
  const isAutomatic = !listener.enhance_l7policy_enable
  useEffect(preloadPolicyPanel, [])
  const stored = useEntries(graph, listener.id)
  const storedOrder = useMemo(() => stored.map((one) => one.policy.id), [stored])
  const { order, moved, refusals, reorder } = useReorder(loadbalancer_id, listener.id, storedOrder)
  const entries = useMemo(() => inOrder(stored, order), [stored, order])
  const [filter, setFilter] = useUrlText('filter')
  const sought = useDeferredValue(filter)
  const shown = useMemo(() => mentioning(entries, sought), [entries, sought])
  const places = useMemo(() => new Map(order.map((id, at) => [id, at + 1])), [order])
  const positionOf = (id: string) => places.get(id) ?? 0
  const overrider = useMemo(() => overriderIn(entries), [entries])
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const chosen = entries.filter((one) => selected.has(one.policy.id))
  const [asked, setAsked] = useState<Asked | null>(null)
  const [start, setStart] = useState<PolicyDraft | null>(null)
  const [drafted, setDrafted] = useState<Graph | null>(null)
  const panel = usePanel('policy')
  const tester = usePanel('test')
  const explanation = usePanel('explain')
  const setAdminState = useAdminState(loadbalancer_id)
  const { cards: shadows, foreseen, foresee, stop } = usePolicyShadows(graph, listener.id, order, entries)
  const entryOf = (id: string) => entries.find((one) => one.policy.id === id)

  const add = (draft: PolicyDraft | null) => {
    setStart(draft)
    panel.open('new')
  }
  const askMove = (ids: readonly string[]) => {
    if (isAutomatic) sayAutomatic()
    else setAsked({ what: 'move', ids })
  }
  const move = (ids: readonly string[], next: readonly string[]) => {
    if (isAutomatic) return sayAutomatic()
    const names = entries.filter((one) => ids.includes(one.policy.id)).map((one) => policyName(one.policy))
    const position = next.findIndex((id) => ids.includes(id)) + 1
    const what = names.length === 1 ? `Policy ${names[0]}` : `${names.length} policies`
    reorder(next, ids, `${what} moved to position ${position} of ${next.length}`)
  }
  const taken = (active: string) => (selected.has(active) ? chosen.map((one) => one.policy.id) : [active])
  const walk = (request: HttpRequest) => {
    setAsked(null)
    rememberRequest(listener.id, textOfRequest(request))
    tester.open('walk')
  }
  const actions = useCardActions({
    edit: panel.open,
    explain: explanation.open,
    duplicate: (id) => {
      const entry = entryOf(id)
      if (entry) add(duplicateOf(entry.policy, entry.rules))
    },
    overlaps: (id) => setAsked({ what: 'overlaps', ids: [id] }),
    walk,
    moveAbove: (id, other) => move([id], orderAfterMove(order, [id], positionOf(other))),
    copy: (id) => setAsked({ what: 'copy', ids: [id] }),
    move: (id) => askMove([id]),
    remove: (id) => setAsked({ what: 'remove', ids: [id] }),
    setEnabled: (id, isEnabled) => {
      const entry = entryOf(id)
      if (entry) setAdminState('l7_policy', entry.policy, isEnabled)
    },
    select: (id, isOn) =>
      setSelected((before) => new Set(isOn ? [...before, id] : [...before].filter((one) => one !== id))),
    hold: (id, over) => {
      if (over === null) stop()
      else foresee(orderAfterDrop(order, new Set(taken(id)), { active: id, over }))
    },
    drop: (id, over) => {
      const ids = taken(id)
      move(ids, orderAfterDrop(order, new Set(ids), { active: id, over }))
    },
  })
  const about = asked === null ? [] : entries.filter((one) => asked.ids.includes(one.policy.id))

  return (
    <PoliciesTrafficProvider listener={listener} policies={storedOrder}>
      <div className="grid min-w-0 gap-3">
        <ListenerTabs graph={graph} listener={listener} />
        <div className="flex flex-wrap items-start gap-x-6 gap-y-2">
          <div className="mr-auto grid min-w-0 gap-0.5">
            <h2 className="min-w-0 break-words font-medium text-section">
              Policies of {listener.name || `port ${listener.protocol_port}`}
            </h2>
            <p className="text-muted">{decidedBy(listener).order}</p>
          </div>
          <div className="flex flex-wrap gap-2">
            <Button onClick={() => tester.open('open')}>
              <Route className="max-sm:hidden" aria-hidden />
              Test a {decidedBy(listener).noun}
            </Button>
            <AddPolicy listener={listener} onAdd={add} />
          </div>
        </div>
        {entries.length > 0 && (
          <ListTools
            total={entries.length}
            shown={shown}
            chosen={chosen}
            filter={filter}
            isSought={sought !== ''}
            onFilter={setFilter}
            onSelect={(ids) => setSelected(new Set(ids))}
            onMove={askMove}
            onRemove={(ids) => setAsked({ what: 'remove', ids })}
          />
        )}
        {isAutomatic && <AutomaticOrder graph={graph} listener={listener} />}
        <PolicyCost listener_id={listener.id} total={entries.length} />
        <div>
          {shown.length > 0 && (
            <PolicyList
              entries={shown}
              places={places}
              selected={selected}
              moving={moved}
              refusals={refusals}
              stuckBecause={stuckBecause(isAutomatic, sought)}
              actions={actions}
              shadows={shadows}
              foreseen={foreseen}
              overrider={overrider}
            />
          )}
          {shown.length === 0 && (
            <Nothing listener={listener} isNone={entries.length === 0} sought={sought} onClear={() => setFilter('')} />
          )}
          <Foreseen entries={entries} foreseen={foreseen} />
          <DefaultCard graph={graph} listener={listener} isAlone={entries.length === 0} />
        </div>
        {panel.value !== null && (
          <PolicyPanel
            key={panel.value}
            graph={graph}
            listener={listener}
            policy_id={panel.value === 'new' ? null : panel.value}
            start={start}
            onDrafted={setDrafted}
            onOpenTester={() => tester.open('open')}
            onClose={() => {
              setStart(null)
              panel.close()
            }}
          />
        )}
        <Explained graph={graph} />
        {tester.value !== null && (
          <RouteTester
            graph={graph}
            listener={listener}
            drafted={drafted}
            asksAtOnce={tester.value === 'walk'}
            onClose={tester.close}
          />
        )}
        {asked !== null && about.length > 0 && (
          <PolicyDialog
            graph={graph}
            what={asked.what}
            entries={about}
            ids={asked.ids}
            position={positionOf(about[0]?.policy.id ?? '')}
            order={order}
            onMove={(position) => move(asked.ids, orderAfterMove(order, asked.ids, position))}
            onWalk={walk}
            onDeleted={() => setSelected(new Set())}
            onClose={() => setAsked(null)}
          />
        )}
      </div>
    </PoliciesTrafficProvider>
  )
}

function sayAutomatic(): void {
  toast.failed('The order was not changed', new Error('It follows from the conditions: advanced forwarding is off.'))
}

/** Why no policy can be dragged now, or null. */
function stuckBecause(isAutomatic: boolean, sought: string): string | null {
  if (isAutomatic) return 'The order follows from the conditions: advanced forwarding is off.'
  return sought === '' ? null : 'Clear the search to reorder: the policies between are not shown.'
}

/** The policies of the listener. The graph is read again and again; what did not change in it stays the same. */
function useEntries(graph: Graph, listener_id: string): readonly PolicyEntry[] {
  const kept = useRef<readonly PolicyEntry[]>([])
  const entries = useMemo(() => keptEntries(kept.current, policyEntries(graph, listener_id)), [graph, listener_id])
  useEffect(() => {
    kept.current = entries
  }, [entries])
  return entries
}

/** What cards say while one is held, for those who do not see them. */
function Foreseen({
  entries,
  foreseen,
}: {
  readonly entries: readonly PolicyEntry[]
  readonly foreseen: ReadonlySet<string>
}) {
  const names = entries.filter((one) => foreseen.has(one.policy.id)).map((one) => policyName(one.policy))
  return (
    <p role="status" className="sr-only">
      {names.length > 0 && `${plural(names.length, 'policy', 'policies')} would never match here: ${names.join(', ')}`}
    </p>
  )
}

function Explained({ graph }: { readonly graph: Graph }) {
  const { value, close } = usePanel('explain')
  return value === null ? null : <ExplainPanel graph={graph} policy_id={value} onClose={close} />
}

function inOrder(entries: readonly PolicyEntry[], order: readonly string[]): PolicyEntry[] {
  const byId = new Map(entries.map((one) => [one.policy.id, one]))
  return order.flatMap((id) => byId.get(id) ?? [])
}

/** There is none, or none that is sought. */
function Nothing({
  listener,
  isNone,
  sought,
  onClear,
}: {
  readonly listener: Listener
  readonly isNone: boolean
  readonly sought: string
  readonly onClear: () => void
}) {
  if (!isNone) {
    return (
      <EmptyState title="No policy mentions this" action={<Button onClick={onClear}>Clear the search</Button>}>
        No name, condition or target holds “{sought.trim()}”.
      </EmptyState>
    )
  }
  return (
    <EmptyState title="No policies yet" className="py-8">
      {decidedBy(listener).none}
    </EmptyState>
  )
}
