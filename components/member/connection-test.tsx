'use client'

import { useMutation } from '@tanstack/react-query'
import { CircleAlert, CircleCheck, PlugZap } from 'lucide-react'
import type { ReactNode } from 'react'
import { api } from '../api.ts'
import { Button } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { milliseconds } from '../ui/format.ts'

/** Opens a connection to a member from where the data plane stands, and says how it ended. */
export function ConnectionTest({
  address,
  port,
  what,
}: {
  readonly address: string
  readonly port: number | null
  /** The member in words, for those who hear the button. */
  readonly what: string
}) {
  const test = useMutation({ mutationFn: api.testConnection })
  const isReady = address !== '' && port !== null
  return (
    <div className="grid gap-1">
      <Button
        size="small"
        className="justify-self-start"
        disabled={!isReady}
        isBusy={test.isPending}
        aria-label={`Test the connection to ${what}`}
        onClick={() => port !== null && test.mutate({ address, port })}
      >
        {!test.isPending && <PlugZap aria-hidden />}
        Test
      </Button>
      <div aria-live="polite" className="max-w-72 whitespace-normal text-caption">
        {test.data && <Outcome {...test.data} />}
        {test.error && <Words isGood={false}>{test.error.message}</Words>}
      </div>
    </div>
  )
}

function Outcome({
  outcome,
  message,
  duration_ms,
}: {
  readonly outcome: string
  readonly message: string
  readonly duration_ms: number
}) {
  return (
    <Words isGood={outcome === 'connected'}>
      {message} <span className="font-mono tabular-nums">{milliseconds(duration_ms)}</span>
    </Words>
  )
}

function Words({ isGood, children }: { readonly isGood: boolean; readonly children: ReactNode }) {
  const Mark = isGood ? CircleCheck : CircleAlert
  return (
    <p className={classNames('flex min-w-44 items-start gap-1', isGood ? 'text-good' : 'text-bad')}>
      <Mark className="mt-0.5 size-3 shrink-0" aria-hidden />
      <span>{children}</span>
    </p>
  )
}
