'use client'

import { plainPort } from 'model/listener/https-redirect'
import { ResourceForm } from '../forms/resource-form.tsx'
import { Field } from '../ui/field.tsx'
import { Switch } from '../ui/switch.tsx'
import { canRedirectHttp, nameOf, redirectsHttp } from './draft.ts'
import { TlsWayField } from './tls-way.tsx'
import type { Wizard } from './use-wizard.ts'

const drawnElsewhere = ['default_pool_id']

export function ListenerStep({ wizard }: { readonly wizard: Wizard }) {
  const { draft } = wizard
  return (
    <div className="grid gap-5">
      <ResourceForm
        kind="listener"
        mode="create"
        values={{ ...draft.listener, name: nameOf(draft, 'listener') }}
        issues={wizard.shown}
        without={drawnElsewhere}
        onChange={(patch) => wizard.set('listener', patch)}
        onLeave={wizard.leave}
      />
      <TlsWayField wizard={wizard} />
      {draft.listener['protocol'] === 'TERMINATED_HTTPS' && (
        <Field
          label="Redirect HTTP to HTTPS"
          help={
            canRedirectHttp(draft)
              ? `Adds an HTTP listener on port ${plainPort} that sends every client here, to the same host and path.`
              : `The listener is on port ${plainPort} itself.`
          }
        >
          {(control) => (
            <Switch
              {...control}
              className="my-1"
              checked={redirectsHttp(draft)}
              disabled={!canRedirectHttp(draft)}
              onCheckedChange={(isOn) => wizard.change((before) => ({ ...before, redirectsHttp: isOn }))}
            />
          )}
        </Field>
      )}
    </div>
  )
}
