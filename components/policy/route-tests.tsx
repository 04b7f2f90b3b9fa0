'use client'

import { useQuery } from '@tanstack/react-query'
import { Ellipsis, Pencil, Play, Plus, Route, Trash2 } from 'lucide-react'
import type { Graph } from 'model/graph/graph'
import { expectationText, outcomeText, requestText } from 'model/l7/outcome'
import type { RouteTest } from 'model/l7/route-test'
import type { Listener } from 'model/resources/listener'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import type { RouteVerdict } from '../api-answers.ts'
import { usePanel } from '../forms/use-panel.ts'
import { queries } from '../queries.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { DestructiveDialog } from '../ui/destructive-dialog.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { plural } from '../ui/format.ts'
import { Menu, MenuItem, MenuSeparator } from '../ui/menu.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { toast } from '../ui/toast.tsx'
import { ListenerTabs } from './listener-tabs.tsx'
import { RouteTester } from './panels.ts'
import type { RouteTestPanelProps } from './route-test-panel.tsx'
import { textOfRequest } from './tested-request.ts'
import { rememberRequest } from './use-last-request.ts'
import { useRouteTestDeeds, useRouteVerdicts } from './use-route-tests.ts'
import { VerdictMark } from './verdict-mark.tsx'

const RouteTestPanel = dynamic<RouteTestPanelProps>(
  () => import('./route-test-panel.tsx').then((module) => module.RouteTestPanel),
  { ssr: false },
)

/** The route tests of a listener, each with its verdict, and what is done to them. */
export function RouteTests({ graph, listener }: { readonly graph: Graph; readonly listener: Listener }) {
  const { data: tests, error, refetch } = useQuery(queries.routeTests(listener.id))
  const { verdicts, rerun, isRunning } = useRouteVerdicts(graph, listener.id)
  const [asked, setAsked] = useState<RouteTest | null>(null)
  const panel = usePanel('route_test')
  const tester = usePanel('test')
  const edited = tests?.find((one) => one.id === panel.value) ?? null
  const tryIt = (test: RouteTest) => {
    rememberRequest(listener.id, textOfRequest(test.request))
    tester.open('open')
  }
  const add = (
    <Button look="primary" onClick={() => panel.open('new')}>
      <Plus className="max-sm:hidden" aria-hidden />
      Add route test
    </Button>
  )
  const testRequest = (
    <Button onClick={() => tester.open('open')}>
      <Route className="max-sm:hidden" aria-hidden />
      Test a request
    </Button>
  )
  return (
    <div className="grid min-w-0 gap-3">
      <ListenerTabs graph={graph} listener={listener} />
      <div className="flex flex-wrap items-start gap-x-6 gap-y-2">
        <div className="mr-auto grid min-w-0 gap-0.5">
          <h2 className="min-w-0 break-words font-medium text-section">
            Route tests of {listener.name || `port ${listener.protocol_port}`}
          </h2>
          <p className="text-muted" aria-live="polite">
            {summaryOf(tests, verdicts)}
          </p>
        </div>
        {tests && tests.length > 0 && (
          <div className="flex flex-wrap gap-2">
            <Button isBusy={isRunning} onClick={() => void rerun()}>
              <Play className="max-sm:hidden" aria-hidden />
              Run all
            </Button>
            {testRequest}
            {add}
          </div>
        )}
      </div>
      {!tests && error && <ErrorState title="The route tests can't be shown" error={error} onRetry={refetch} />}
      {!tests && !error && <Skeleton className="h-15 w-full" />}
      {tests?.length === 0 && (
        <EmptyState
          title="No route tests yet"
          action={
            <>
              {testRequest}
              {add}
            </>
          }
        >
          A route test is a request and where it must end: <Example />. All of them run before every change to this load
          balancer, and a change that would turn one red is stopped until somebody says why it should be made all the
          same. The quickest way to one: test a request, and keep what happened.
        </EmptyState>
      )}
      {tests && tests.length > 0 && (
        <ul aria-label="Route tests" className="grid gap-2">
          {tests.map((one) => (
            <li key={one.id}>
              <Card
                graph={graph}
                test={one}
                verdict={verdicts.get(one.id) ?? null}
                onEdit={() => panel.open(one.id)}
                onTry={() => tryIt(one)}
                onDelete={() => setAsked(one)}
              />
            </li>
          ))}
        </ul>
      )}
      {tests && panel.value !== null && (panel.value === 'new' || edited !== null) && (
        <RouteTestPanel
          key={panel.value}
          graph={graph}
          listener={listener}
          test={panel.value === 'new' ? null : edited}
          onClose={panel.close}
        />
      )}
      {tester.value !== null && <RouteTester graph={graph} listener={listener} drafted={null} onClose={tester.close} />}
      {asked !== null && <DeleteRouteTest test={asked} onClose={() => setAsked(null)} />}
    </div>
  )
}

function Example() {
  return <span className="whitespace-nowrap font-mono text-caption">GET shop.example.com/cart → pool shop</span>
}

function summaryOf(tests: readonly RouteTest[] | undefined, verdicts: ReadonlyMap<string, RouteVerdict>): string {
  if (!tests || tests.length === 0) return 'What must stay true, whatever changes.'
  const run = tests.flatMap((one) => verdicts.get(one.id) ?? [])
  const red = run.filter((one) => !one.is_green).length
  if (run.length === 0) return plural(tests.length, 'route test')
  return red === 0 ? `${run.length} of ${run.length} as expected.` : `${red} of ${run.length} not as expected.`
}

function Card({
  graph,
  test,
  verdict,
  onEdit,
  onTry,
  onDelete,
}: {
  readonly graph: Graph
  readonly test: RouteTest
  readonly verdict: RouteVerdict | null
  readonly onEdit: () => void
  readonly onTry: () => void
  readonly onDelete: () => void
}) {
  const isRed = verdict?.is_green === false
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-2 gap-y-1 rounded-surface border bg-surface px-3 py-2 sm:grid-cols-[8.5rem_minmax(0,1fr)_auto]">
      <span className="flex h-7 items-center pointer-coarse:h-11">
        <VerdictMark verdict={verdict && (verdict.is_green ? 'green' : 'red')} />
      </span>
      <div className="order-1 col-span-2 grid min-w-0 gap-0.5 sm:order-none sm:col-span-1 sm:pt-1">
        <Button look="link" className="justify-self-start whitespace-normal break-all text-left" onClick={onEdit}>
          {test.name}
        </Button>
        <p className="wrap-anywhere font-mono text-caption text-muted">
          {requestText(test.request)} → {expectationText(test.expect, graph)}
        </p>
        {isRed && <p className="wrap-anywhere text-bad text-caption">Now: {outcomeText(verdict.result, graph)}</p>}
      </div>
      <Menu
        trigger={
          <IconButton label={`Actions of route test ${test.name}`} size="iconSmall">
            <Ellipsis aria-hidden />
          </IconButton>
        }
      >
        <MenuItem onSelect={onEdit}>
          <Pencil aria-hidden />
          Edit route test
        </MenuItem>
        <MenuItem onSelect={onTry}>
          <Route aria-hidden />
          Show its walk
        </MenuItem>
        <MenuSeparator />
        <MenuItem isDanger onSelect={onDelete}>
          <Trash2 aria-hidden />
          Delete route test
        </MenuItem>
      </Menu>
    </div>
  )
}

function DeleteRouteTest({ test, onClose }: { readonly test: RouteTest; readonly onClose: () => void }) {
  const deeds = useRouteTestDeeds(test.listener_id)
  return (
    <DestructiveDialog
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
      title="Delete the route test?"
      description={`Changes are no longer stopped for “${test.name}”. Traffic is not affected.`}
      action="Delete route test"
      onConfirm={async () => {
        await deeds.mutateAsync({ do: 'remove', id: test.id })
        toast.done('Route test deleted')
      }}
    />
  )
}
