'use client'

import { useMutation } from '@tanstack/react-query'
import type { Graph } from 'model/graph/graph'
import { expectationOf, requestText } from 'model/l7/outcome'
import type { HttpRequest } from 'model/l7/request'
import type { Listener } from 'model/resources/listener'
import { useEffect, useRef, useState } from 'react'
import { api } from '../api.ts'
import type { DraftWalk, Walk } from '../api-answers.ts'
import { ApiError } from '../api-error.ts'
import { CopyAs } from '../forms/copy-as.tsx'
import type { Values } from '../forms/values.ts'
import { Button } from '../ui/button.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { toast } from '../ui/toast.tsx'
import { decidedBy } from './decided.ts'
import { draftBody } from './drafted.ts'
import { RecentRequests } from './recent-requests.tsx'
import { RequestFields } from './request-fields.tsx'
import { SentView } from './sent-view.tsx'
import { askedOf, type RequestText, textOfRequest } from './tested-request.ts'
import { useLastRequest } from './use-last-request.ts'
import { useRouteTestDeeds, usualName } from './use-route-tests.ts'
import { WalkDifference } from './walk-difference.tsx'
import { WalkView } from './walk-view.tsx'

export type RouteTesterProps = {
  readonly graph: Graph
  readonly listener: Listener
  /** The load balancer as a panel would make it, when one is open with changes that can be saved. */
  readonly drafted: Graph | null
  /** Asks for what was typed last, without a click. */
  readonly asksAtOnce?: boolean
  readonly onClose: () => void
}

type Asked = ReturnType<typeof askedOf>

/** Asks what becomes of a request: each policy on its way, what it read, and where the request ends. */
export function RouteTester({ graph, listener, drafted, asksAtOnce = false, onClose }: RouteTesterProps) {
  const [text, change] = useLastRequest(listener.id)
  const request = askedOf(text)
  const body = { request, ...(drafted ? { draft: draftBody(drafted, listener.id) } : {}) }
  const walk = useMutation({ mutationFn: (asked: Asked) => api.simulate(listener.id, asked, body.draft) })
  const send = useMutation({ mutationFn: (asked: Asked) => api.sendRequest(listener.id, asked) })
  const [atFirst] = useState(request)
  const { mutate: askNow } = walk
  useEffect(() => {
    if (asksAtOnce) askNow(atFirst)
  }, [asksAtOnce, askNow, atFirst])
  const error = walk.error ?? send.error
  const shown = send.data ?? (walk.data && { request: walk.data.request, walk: walk.data.running })
  const draft = walk.data?.draft ?? null
  const answered = useRef<HTMLDivElement>(null)
  const answer = send.data ?? walk.data
  useEffect(() => {
    if (answer) bringIntoSight(answered.current)
  }, [answer])
  // What was kept is kept until something else is asked.
  const requestNumber = walk.submittedAt + send.submittedAt
  const ask = (other: { reset: () => void }, mutation: { mutate: (asked: Asked) => void }, asked = request) => {
    other.reset()
    mutation.mutate(asked)
  }
  const pick = (recent: HttpRequest) => {
    const picked = textOfRequest(recent)
    change(picked)
    ask(send, walk, askedOf(picked))
  }
  return (
    <Sheet
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
      title={`Test a ${decidedBy(listener).noun}`}
      description={
        drafted
          ? `What the stored policies do with it, and what they would do with your change. ${decidedBy(listener).sent}`
          : `What the stored policies do with it. ${decidedBy(listener).sent}`
      }
      footer={
        <Deeds
          listener={listener}
          body={body}
          isAsking={walk.isPending}
          isSending={send.isPending}
          onSend={() => ask(walk, send)}
        />
      }
    >
      <form
        id="tester"
        noValidate
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          ask(send, walk)
        }}
      >
        <RecentRequests graph={graph} listener={listener} onPick={pick} />
        <RequestFields
          listener={listener}
          request={text}
          about={(attribute) => messageAbout(error, attribute)}
          onChange={change}
        />
        <UnplacedError error={error} />
      </form>
      <div ref={answered} aria-live="polite" className="mt-5 grid scroll-mt-4 gap-4">
        {send.data && <SentView graph={graph} sent={send.data} />}
        {drafted && draft && walk.data ? (
          <DraftFindings graph={graph} drafted={drafted} running={walk.data.running} draft={draft} />
        ) : (
          shown && <WalkView graph={graph} walk={shown.walk} />
        )}
        {shown && <KeepButton key={requestNumber} graph={graph} listener={listener} {...shown} />}
      </div>
    </Sheet>
  )
}

function Deeds({
  listener,
  body,
  isAsking,
  isSending,
  onSend,
}: {
  readonly listener: Listener
  readonly body: Values
  readonly isAsking: boolean
  readonly isSending: boolean
  readonly onSend: () => void
}) {
  return (
    <>
      <CopyAs calls={() => [{ method: 'POST', path: `/console/listeners/${listener.id}/simulate`, body }]} />
      <span className="flex-1" />
      {decidedBy(listener).noun === 'request' && (
        <Button isBusy={isSending} onClick={onSend}>
          Send it for real
        </Button>
      )}
      <Button type="submit" form="tester" look="primary" isBusy={isAsking}>
        Ask
      </Button>
    </>
  )
}

function DraftFindings(props: {
  readonly graph: Graph
  readonly drafted: Graph
  readonly running: Walk
  readonly draft: DraftWalk
}) {
  const { drafted, draft } = props
  return (
    <>
      <WalkDifference {...props} />
      {draft.walk && <WalkView graph={drafted} walk={draft.walk} label="The walk with this change" />}
    </>
  )
}

/** One click makes a route test of what happened. */
function KeepButton({
  graph,
  listener,
  request,
  walk,
}: {
  readonly graph: Graph
  readonly listener: Listener
  readonly request: HttpRequest
  readonly walk: Walk
}) {
  const keep = useRouteTestDeeds(listener.id)
  const keepIt = () => {
    const expect = expectationOf(walk.result)
    const name = usualName(requestText(request), expect, graph)
    keep.mutate(
      { do: 'create', wish: { name, request, expect } },
      {
        onSuccess: () => toast.done('Route test kept', { description: name }),
        onError: (refusal) => toast.failed('The route test was not kept', refusal),
      },
    )
  }
  return (
    <Button className="justify-self-start" isBusy={keep.isPending} disabled={keep.isSuccess} onClick={keepIt}>
      {keep.isSuccess ? 'Kept as route test' : 'Keep as route test'}
    </Button>
  )
}

/** On a phone, the fields fill the panel: an answer below them would go unseen. One whose beginning is in sight stays where it is. */
function bringIntoSight(answer: HTMLElement | null): void {
  if (answer && answer.getBoundingClientRect().top > window.innerHeight * 0.6) answer.scrollIntoView({ block: 'start' })
}

/** What is wrong with no field. */
function UnplacedError({ error }: { readonly error: Error | null }) {
  if (error === null || (error instanceof ApiError && error.issues.length > 0)) return null
  return (
    <p role="alert" className="rounded-control bg-bad-soft px-3 py-2 text-bad">
      {error.message}
    </p>
  )
}

function messageAbout(error: Error | null, attribute: keyof RequestText): string | undefined {
  if (!(error instanceof ApiError)) return undefined
  return error.issues.find(({ about }) => about.split('/').includes(attribute))?.message
}
