'use client'

import { Plus, Trash2 } from 'lucide-react'
import type { Issue } from 'model/errors'
import { type CompareKind, type CompareType, compareTypes } from 'model/l7/compare-types'
import { type RuleKind, type RuleType, ruleKinds } from 'model/l7/rule-kinds'
import { asksForCertificates } from 'model/listener/client-certificates'
import type { Listener } from 'model/resources/listener'
import type { ReactNode } from 'react'
import { messageFor } from '../forms/values.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { plural } from '../ui/format.ts'
import { Input } from '../ui/input.tsx'
import { Select } from '../ui/select.tsx'
import { Switch } from '../ui/switch.tsx'
import { Textarea } from '../ui/textarea.tsx'
import { decidedBy } from './decided.ts'
import { type RuleDraft, ruleDraft } from './draft.ts'
import { hostsIn } from './hosts.ts'
import type { PerHost } from './per-host.ts'

const types = Object.entries(ruleKinds as Readonly<Record<RuleType, RuleKind>>).map(
  ([value, { label, help, needsTls }]) => ({ value: value as RuleType, label, help, needsTls }),
)

export type RuleFieldsProps = {
  readonly listener: Listener
  readonly rules: readonly RuleDraft[]
  readonly issues: readonly Issue[]
  readonly perHost: PerHost | null
  /** Whether several policies can come from one panel: not when one that is there is changed. */
  readonly canSplit: boolean
  readonly onChange: (rules: readonly RuleDraft[]) => void
  readonly onPerHost: (perHost: PerHost | null) => void
  readonly onLeave: (attribute: string) => void
}

/** The conditions of a policy, all of which have to hold. */
export function RuleFields(props: RuleFieldsProps) {
  const { listener, rules, onChange } = props
  const general = messageFor(
    props.issues.filter((one) => one.about === 'rules'),
    'rules',
  )
  return (
    <fieldset className="grid min-w-0 gap-3">
      <legend className="mb-0.5 font-medium text-body">Conditions</legend>
      <p className="text-caption text-faint">
        All of them have to hold. For “one or the other” add another policy with the same action.
      </p>
      {rules.map((rule, at) => (
        <RuleRow key={rule.row} {...props} rule={rule} at={at} />
      ))}
      {rules.length === 0 && (
        <p className="rounded-control bg-warn-soft px-3 py-2 text-warn">
          Without a condition the policy takes no request.
        </p>
      )}
      {general && <p className="text-bad text-caption">{general}</p>}
      <div>
        <Button size="small" onClick={() => onChange([...rules, another(listener)])}>
          <Plus aria-hidden />
          Add condition
        </Button>
      </div>
    </fieldset>
  )
}

/** What the listener can tell; a type that is there all the same can be seen. */
function typesFor(listener: Listener, rule: RuleDraft) {
  const { ruleTypes, helps } = decidedBy(listener)
  return types
    .filter(({ value, needsTls }) => {
      const isTold = (!needsTls || asksForCertificates(listener)) && (ruleTypes === null || ruleTypes.includes(value))
      return isTold || value === rule.type
    })
    .map((one) => ({ ...one, help: helps[one.value] ?? one.help }))
}

function another(listener: Listener): RuleDraft {
  const { usualRule } = decidedBy(listener)
  return ruleDraft({ type: usualRule, compare_type: usualRule === 'PATH' ? 'STARTS_WITH' : 'EQUAL_TO' })
}

type RowProps = RuleFieldsProps & { readonly rule: RuleDraft; readonly at: number }

function RuleRow(props: RowProps) {
  const { listener, rules, rule, at, issues, onChange, onLeave } = props
  const { helps } = decidedBy(listener)
  const known: RuleKind = ruleKinds[rule.type]
  const kind = { ...known, help: helps[rule.type] ?? known.help }
  const own = (attribute: string) => messageFor(issues, `rules/${rule.row}/${attribute}`) ?? undefined
  const change = (changes: Partial<RuleDraft>) =>
    onChange(rules.map((one) => (one.row === rule.row ? { ...one, ...changes } : one)))
  return (
    <section aria-label={`Condition ${at + 1}`} className="grid gap-3 rounded-surface border px-3 pt-2 pb-3">
      <div className="flex items-center gap-2">
        <h3 className="flex-1 text-caption text-faint">{at === 0 ? 'If' : 'and'}</h3>
        <Switch
          aria-label={`Condition ${at + 1} enabled`}
          title="A condition that is off is not asked."
          checked={rule.admin_state_up}
          onCheckedChange={(admin_state_up) => change({ admin_state_up })}
        />
        <IconButton
          label={`Remove condition ${at + 1}`}
          size="iconSmall"
          onClick={() => onChange(rules.filter((one) => one.row !== rule.row))}
        >
          <Trash2 aria-hidden />
        </IconButton>
      </div>
      <div className="grid items-start gap-3 sm:grid-cols-2">
        <Field
          label="What"
          help={kind.key === null ? undefined : kind.help}
          {...(kind.key === null ? { className: 'sm:col-span-2' } : {})}
        >
          {(control) => (
            <Select
              {...control}
              value={rule.type}
              options={typesFor(listener, rule)}
              onChange={(type) => change(withType(rule, type))}
            />
          )}
        </Field>
        {kind.key !== null && (
          <Field label={kind.key.label} help={kind.key.help} error={own('key')} isRequired>
            {(control) => (
              <Input
                {...control}
                isMono
                autoComplete="off"
                spellCheck={false}
                value={rule.key}
                onChange={(event) => change({ key: event.target.value })}
                onBlur={() => onLeave(`rules/${rule.row}/key`)}
              />
            )}
          </Field>
        )}
        <Field label="Comparison" error={own('compare_type')}>
          {(control) => (
            <Select
              {...control}
              value={comparisonOf(rule)}
              options={comparisons(kind)}
              onChange={(next) =>
                change({ invert: next.startsWith('!'), compare_type: next.replace('!', '') as CompareType })
              }
            />
          )}
        </Field>
        {kind.match !== 'flag' && <ValueField {...props} kind={kind} change={change} error={own('value')} />}
      </div>
    </section>
  )
}

function ValueField({
  rule,
  kind,
  error,
  change,
  perHost,
  canSplit,
  onPerHost,
  onLeave,
}: RowProps & {
  readonly kind: RuleKind
  readonly error: string | undefined
  readonly change: (changes: Partial<RuleDraft>) => void
}) {
  const takesHosts = canSplit && rule.type === 'HOST_NAME' && rule.compare_type === 'EQUAL_TO' && !rule.invert
  if (takesHosts && perHost?.row === rule.row)
    return <HostsField text={perHost.text} error={error} onPerHost={onPerHost} row={rule.row} />
  const aside: ReactNode = takesHosts ? (
    <Button look="link" className="text-caption" onClick={() => onPerHost({ row: rule.row, text: rule.value })}>
      Several hosts
    </Button>
  ) : undefined
  return (
    <Field label="Value" aside={aside} help={valueHelp(rule, kind)} error={error} isRequired>
      {(control) => (
        <Input
          {...control}
          isMono
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          placeholder={kind.example}
          value={rule.value}
          onChange={(event) => change({ value: event.target.value })}
          onPaste={(event) => {
            const text = event.clipboardData.getData('text')
            if (!takesHosts || hostsIn(text).length < 2) return
            event.preventDefault()
            onPerHost({ row: rule.row, text: hostsIn(text).join('\n') })
          }}
          onBlur={() => onLeave(`rules/${rule.row}/value`)}
        />
      )}
    </Field>
  )
}

function HostsField({
  text,
  row,
  error,
  onPerHost,
}: {
  readonly text: string
  readonly row: number
  readonly error: string | undefined
  readonly onPerHost: (perHost: PerHost | null) => void
}) {
  const { length } = hostsIn(text)
  return (
    <Field
      label="Hosts"
      className="sm:col-span-2"
      aside={
        <Button look="link" className="text-caption" onClick={() => onPerHost(null)}>
          One host
        </Button>
      }
      help={`One a line. Conditions of a policy all have to hold, so each host gets a policy of its own: ${plural(length, 'policy', 'policies')} will be added.`}
      error={error}
    >
      {(control) => (
        <Textarea
          {...control}
          isMono
          autoFocus
          rows={5}
          spellCheck={false}
          placeholder={'www.example.com\nshop.example.com'}
          value={text}
          onChange={(event) => onPerHost({ row, text: event.target.value })}
        />
      )}
    </Field>
  )
}

/** A type that can not be compared so is compared as its first row says. */
function withType(rule: RuleDraft, type: RuleType): Partial<RuleDraft> {
  const kind: RuleKind = ruleKinds[type]
  const [usual] = kind.compares
  const compare_type = kind.compares.includes(rule.compare_type) || !usual ? rule.compare_type : usual
  const value = kind.match === 'flag' ? { value: kind.example } : {}
  return { type, compare_type, key: kind.key === null ? '' : rule.key, ...value }
}

function comparisonOf({ invert, compare_type }: RuleDraft): string {
  return `${invert ? '!' : ''}${compare_type}`
}

/** Each comparison that the type knows, and its opposite. */
function comparisons(kind: RuleKind) {
  if (kind.match === 'network')
    return [
      { value: 'EQUAL_TO', label: 'is in' },
      { value: '!EQUAL_TO', label: 'is not in' },
    ]
  if (kind.match === 'flag')
    return [
      { value: 'EQUAL_TO', label: 'was shown' },
      { value: '!EQUAL_TO', label: 'was not shown' },
    ]
  const rows = kind.compares.map((type) => ({ type, compare: compareTypes[type] as CompareKind }))
  return [
    ...rows.map(({ type, compare }) => ({ value: type as string, label: compare.label, help: compare.help })),
    ...rows.map(({ type, compare }) => ({ value: `!${type}`, label: compare.inverted })),
  ]
}

function valueHelp(rule: RuleDraft, kind: RuleKind): string {
  if (rule.compare_type === 'REGEX') return compareTypes.REGEX.help
  return kind.key === null ? kind.help : `Such as ${kind.example}.`
}
