'use client'

import { type Graph, liveGraph } from 'model/graph/graph'
import { httpsRedirect, plainPort } from 'model/listener/https-redirect'
import type { Listener } from 'model/resources/listener'
import Link from 'next/link'
import { useState } from 'react'
import { CopyAs } from '../forms/copy-as.tsx'
import type { ApiCall } from '../forms/curl.ts'
import { useListenerDeed } from '../forms/use-deed.ts'
import { links } from '../links.ts'
import { Field } from '../ui/field.tsx'
import { Switch } from '../ui/switch.tsx'
import { toast } from '../ui/toast.tsx'

/** Sends clients that come to port 80 to a listener that terminates TLS. It takes effect at once, and says before what that will be. */
export function HttpsRedirectSwitch({ graph, listener }: { readonly graph: Graph; readonly listener: Listener }) {
  const { run, isBusy } = useListenerDeed(graph.load_balancer.id)
  const [refusal, setRefusal] = useState<string>()
  const { state, changes, obstacle, effect, listener_id } = httpsRedirect(liveGraph(graph), listener)
  const isOn = state !== 'off'
  const call: ApiCall = { method: isOn ? 'DELETE' : 'PUT', path: `/console/listeners/${listener.id}/https-redirect` }
  const use = async () => {
    setRefusal(undefined)
    try {
      await run(call)
      toast.done(isOn ? `Port ${plainPort} is redirected no more` : `Port ${plainPort} is redirected to HTTPS`)
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : String(error))
    }
  }
  return (
    <section className="mt-5 grid gap-2 border-t pt-5" aria-label="Redirect HTTP to HTTPS">
      <Field
        label="Redirect HTTP to HTTPS"
        help={obstacle ?? `Takes effect at once. ${effect}`}
        error={refusal}
        aside={<CopyAs calls={() => [call]} />}
      >
        {(control) => (
          <Switch
            {...control}
            className="my-1"
            checked={isOn}
            disabled={isBusy || obstacle !== null}
            onCheckedChange={() => void use()}
          />
        )}
      </Field>
      {changes.length > 0 && (
        <p className="rounded-control bg-warn-soft px-3 py-2 text-warn">
          Changed since it was built: {changes.join(' ')}
        </p>
      )}
      {isOn && listener_id !== null && (
        <Link
          href={links.policies(graph.load_balancer.id, listener_id)}
          className="text-caption underline underline-offset-2"
        >
          The policy that does it
        </Link>
      )}
    </section>
  )
}
