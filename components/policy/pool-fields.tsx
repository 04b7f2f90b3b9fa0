'use client'

import { Plus, Trash2 } from 'lucide-react'
import { mostPools } from 'model/l7/policy-configs'
import { sharesInPercent } from 'model/l7/shares'
import { listenerProtocols } from 'model/listener/protocols'
import { useState } from 'react'
import { messageFor, numberFromText, textOf } from '../forms/values.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Field, FieldError, FieldSet } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { Select } from '../ui/select.tsx'
import { Switch } from '../ui/switch.tsx'
import { decidedBy } from './decided.ts'
import { type PolicyDraft, type ShareDraft, shareDraft } from './draft.ts'
import type { DraftFieldsProps } from './draft-fields.ts'
import { NewPool, usualPool } from './new-pool.tsx'
import { isShared } from './policy-calls.ts'
import { ShareMark, SharesBar } from './shares-bar.tsx'

/** Where the requests are sent: one pool, or several that share them. */
export function PoolFields(props: DraftFieldsProps) {
  return isShared(props.draft) ? <SharesFields {...props} /> : <PoolField {...props} />
}

/** A select can not have an empty value; this one asks for a pool that is not there yet. */
const newPool = 'new'

function PoolField(props: DraftFieldsProps) {
  const { graph, listener, draft, issues, onChange, onLeave } = props
  const [isNew, setNew] = useState(false)
  const protocol = usualPool(listener)
  const options = [
    ...poolOptions(props, draft.redirect_pool_id),
    { value: newPool, label: 'New pool…', help: `${protocol}, round robin, with the members that you name.` },
  ]
  const canShare = decidedBy(listener).noun === 'request' && !isNew
  return (
    <>
      <Field
        label="Pool"
        help={isNew ? undefined : 'Its members answer.'}
        error={isNew ? undefined : (messageFor(issues, 'redirect_pool_id') ?? undefined)}
        isRequired
        aside={
          canShare && (
            <Button look="link" className="text-caption" onClick={() => onChange(sharedFrom(draft))}>
              Split by weight
            </Button>
          )
        }
      >
        {(control) => (
          <Select
            {...control}
            value={isNew ? newPool : draft.redirect_pool_id}
            options={options}
            placeholder="Choose a pool"
            onChange={(next) => {
              setNew(next === newPool)
              onChange({ redirect_pool_id: next === newPool ? null : next })
              if (next !== newPool) onLeave('redirect_pool_id')
            }}
          />
        )}
      </Field>
      {isNew && (
        <NewPool
          graph={graph}
          listener={listener}
          onCreated={(id) => {
            setNew(false)
            onChange({ redirect_pool_id: id })
          }}
        />
      )}
    </>
  )
}

/** The pools that the listener can send to. */
function poolOptions({ graph, listener }: Pick<DraftFieldsProps, 'graph' | 'listener'>, chosen: string | null) {
  const fitting: readonly string[] = listenerProtocols[listener.protocol].pools
  return graph.pools
    .filter((one) => fitting.includes(one.protocol) || one.id === chosen)
    .map((one) => ({ value: one.id, label: one.name || one.id }))
}

/** All of it stays where it was until somebody says more. */
function sharedFrom({ redirect_pool_id }: PolicyDraft): Partial<PolicyDraft> {
  return { redirect_pools_config: [shareDraft(redirect_pool_id, 90), shareDraft(null, 10)] }
}

function SharesFields(props: DraftFieldsProps) {
  const { graph, draft, issues, onChange } = props
  const shares = draft.redirect_pools_config
  const weights = shares.map(({ weight }) => (typeof weight === 'number' && weight >= 0 ? weight : 0))
  const percents = sharesInPercent(weights)
  const nameOf = (id: string | null, at: number) => graph.pools.find((one) => one.id === id)?.name || `pool ${at + 1}`
  const bar = shares.map(({ pool_id }, at) => ({ name: nameOf(pool_id, at), weight: weights[at] ?? 0 }))
  const [first] = shares
  const whole = messageFor(
    issues.filter((one) => one.about === 'redirect_pools_config'),
    'redirect_pools_config',
  )
  return (
    <FieldSet legend="Pools" error={whole ?? undefined}>
      <div className="grid gap-3">
        <div className="flex items-center justify-between gap-3">
          <p className="text-caption text-faint">They share the requests by weight; 0 gets nothing new.</p>
          <Button
            look="link"
            className="text-caption"
            onClick={() => onChange({ redirect_pool_id: first?.pool_id ?? null, redirect_pools_config: [] })}
          >
            One pool
          </Button>
        </div>
        <SharesBar shares={bar} className="h-3" />
        <ul className="grid gap-3">
          {shares.map((share, at) => (
            <ShareRow key={share.row} {...props} share={share} at={at} percent={percents[at] ?? 0} />
          ))}
        </ul>
        {weights.every((one) => one === 0) && <FieldError>All weights are 0: every request gets 503.</FieldError>}
        <div className="flex items-center justify-between gap-3">
          <Button
            size="small"
            disabled={shares.length >= mostPools}
            onClick={() => onChange({ redirect_pools_config: [...shares, shareDraft(null, 10)] })}
          >
            <Plus aria-hidden />
            Add pool
          </Button>
          {shares.length >= mostPools && <span className="text-caption text-muted">{mostPools} pools at most</span>}
        </div>
        <StickyFields {...props} />
      </div>
    </FieldSet>
  )
}

function ShareRow(
  props: DraftFieldsProps & { readonly share: ShareDraft; readonly at: number; readonly percent: number },
) {
  const { draft, share, at, percent, issues, onChange, onLeave } = props
  const shares = draft.redirect_pools_config
  const about = `redirect_pools_config/${at}`
  const change = (changed: Partial<ShareDraft>) =>
    onChange({ redirect_pools_config: shares.map((one) => (one.row === share.row ? { ...one, ...changed } : one)) })
  const taken = shares.filter((one) => one.row !== share.row).map((one) => one.pool_id)
  const options = poolOptions(props, share.pool_id).filter(({ value }) => !taken.includes(value))
  const number = at + 1
  const poolError = messageFor(issues, `${about}/pool_id`)
  const weightError = messageFor(issues, `${about}/weight`)
  const isNumber = typeof share.weight === 'number'
  return (
    <li className="grid gap-1.5">
      <div className="flex items-center gap-2">
        <ShareMark at={at} />
        <Select
          aria-label={`Pool ${number}`}
          aria-invalid={poolError ? true : undefined}
          value={share.pool_id}
          options={options}
          placeholder="Choose a pool"
          className="flex-1"
          onChange={(pool_id) => {
            change({ pool_id })
            onLeave(`${about}/pool_id`)
          }}
        />
        <IconButton
          label={`Remove pool ${number}`}
          size="iconSmall"
          disabled={shares.length === 1}
          onClick={() => onChange({ redirect_pools_config: shares.filter((one) => one.row !== share.row) })}
        >
          <Trash2 aria-hidden />
        </IconButton>
      </div>
      <div className="flex items-center gap-3 pl-4.5">
        <input
          type="range"
          aria-label={`Weight of pool ${number}, by slider`}
          min={0}
          max={100}
          value={isNumber ? Number(share.weight) : 0}
          className="h-6 min-w-0 flex-1 accent-accent pointer-coarse:h-11"
          onChange={(event) => change({ weight: Number(event.target.value) })}
        />
        <Input
          aria-label={`Weight of pool ${number}`}
          aria-invalid={weightError ? true : undefined}
          isMono
          inputMode="numeric"
          autoComplete="off"
          className="w-14 shrink-0 px-2 text-right"
          value={textOf(share.weight)}
          onChange={(event) => change({ weight: numberFromText(event.target.value) })}
          onBlur={() => onLeave(`${about}/weight`)}
        />
        <span className="w-16 shrink-0 text-right font-mono text-muted tabular-nums">{percent} %</span>
      </div>
      {(poolError ?? weightError) && <FieldError>{poolError ?? weightError}</FieldError>}
    </li>
  )
}

/** Minutes: a day. */
const usualMinutes = 1_440

function StickyFields({ draft, issues, onChange, onLeave }: DraftFieldsProps) {
  const sticky = draft.redirect_pools_sticky_session_config
  const isOn = sticky?.enable === true
  const set = (change: Partial<NonNullable<typeof sticky>>) =>
    onChange({ redirect_pools_sticky_session_config: { enable: true, timeout: usualMinutes, ...sticky, ...change } })
  const error = messageFor(issues, 'redirect_pools_sticky_session_config') ?? undefined
  return (
    <div className="grid items-start gap-3 border-t pt-3 sm:grid-cols-2">
      <Field label="Clients stay with their pool" help="A cookie keeps what chance chose.">
        {(control) => (
          <Switch
            {...control}
            className="my-1"
            checked={isOn}
            onCheckedChange={(enable) =>
              enable ? set({ enable }) : onChange({ redirect_pools_sticky_session_config: null })
            }
          />
        )}
      </Field>
      {isOn && (
        <Field label="For" help="1 to 1,440: a day." error={error}>
          {(control) => (
            <Input
              {...control}
              isMono
              unit="min"
              inputMode="numeric"
              autoComplete="off"
              value={textOf(sticky.timeout)}
              onChange={(event) => set({ timeout: numberFromText(event.target.value) })}
              onBlur={() => onLeave('redirect_pools_sticky_session_config')}
            />
          )}
        </Field>
      )}
    </div>
  )
}
