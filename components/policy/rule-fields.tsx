'use client'

import { Plus, Trash2 } from 'lucide-react'
import type { Issue } from 'model/errors'
import { type CompareKind, type CompareType, compareTypes } from 'model/l7/compare-types'
import { type RuleKind, type RuleType, ruleKinds } from 'model/l7/rule-kinds'
import { asksForCertificates } from 'model/listener/client-certificates'
import { mostConditions } from 'model/resources/l7-rule'
import type { Listener } from 'model/resources/listener'
import type { ReactNode } from 'react'
import { messageFor } from '../forms/values.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { ChipsInput } from '../ui/chips-input.tsx'
import { classNames } from '../ui/class-names.ts'
import { Field, FieldError } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { Select } from '../ui/select.tsx'
import { Switch } from '../ui/switch.tsx'
import { BodyCost } from './body-cost.tsx'
import { decidedBy } from './decided.ts'
import { type RuleDraft, ruleDraft, valuesOf } from './draft.ts'
import { hostsIn } from './hosts.ts'
import { HostsField } from './hosts-field.tsx'
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
  /** What is said about all of them: another policy asks the same. */
  readonly general: ReactNode
  readonly onChange: (rules: readonly RuleDraft[]) => void
  readonly onPerHost: (perHost: PerHost | null) => void
  readonly onLeave: (attribute: string) => void
}

/** The conditions of a policy, all of which have to hold. */
export function RuleFields(props: RuleFieldsProps) {
  const { listener, rules, general, onChange } = props
  return (
    <fieldset className="grid min-w-0 gap-3">
      <legend className="mb-0.5 font-medium text-body">Conditions</legend>
      <p className="text-caption text-faint">
        All of them have to hold. For “one or the other” give a condition several values: Enter adds one more.
      </p>
      {rules.map((rule, at) => (
        <RuleRow key={rule.row} {...props} rule={rule} at={at} />
      ))}
      {rules.length === 0 && (
        <p className="rounded-control bg-warn-soft px-3 py-2 text-warn">
          Without a condition the policy takes no request.
        </p>
      )}
      {general}
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Button size="small" onClick={() => onChange([...rules, another(listener)])}>
          <Plus aria-hidden />
          Add condition
        </Button>
        <Count rules={rules} />
      </div>
    </fieldset>
  )
}

/** From here on it is said how many there are. */
const manyValues = 8

/** The limit holds where conditions have several values. */
function Count({ rules }: { readonly rules: readonly RuleDraft[] }) {
  const counts = rules.map((one) => valuesOf(one).length)
  const total = counts.reduce((sum, one) => sum + Math.max(one, 1), 0)
  if (total < manyValues || counts.every((one) => one < 2)) return null
  const text = `${total} of ${mostConditions} values in this policy`
  return total > mostConditions ? (
    <FieldError>{text}</FieldError>
  ) : (
    <span className="text-caption text-muted tabular-nums">{text}</span>
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
  const valueError = own('value') ?? own('conditions')
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
        {kind.match !== 'flag' && <ValueField {...props} kind={kind} change={change} error={valueError} />}
      </div>
      {kind.needsBody === true && <BodyCost />}
    </section>
  )
}

function ValueField({
  rule,
  kind,
  error,
  change,
  issues,
  perHost,
  canSplit,
  onPerHost,
  onLeave,
}: RowProps & {
  readonly kind: RuleKind
  readonly error: string | undefined
  readonly change: (changes: Partial<RuleDraft>) => void
}) {
  const isHosts = rule.type === 'HOST_NAME' && rule.compare_type === 'EQUAL_TO' && !rule.invert
  const takesHosts = canSplit && isHosts && rule.added.length === 0
  if (takesHosts && perHost?.row === rule.row)
    return <HostsField text={perHost.text} error={error} onPerHost={onPerHost} row={rule.row} />
  const aside: ReactNode = takesHosts ? (
    <Button look="link" className="text-caption" onClick={() => onPerHost({ row: rule.row, text: rule.value })}>
      Several hosts
    </Button>
  ) : undefined
  return (
    <Field
      label="Value"
      aside={aside}
      help={valueHelp(rule, kind)}
      error={error}
      isRequired
      className={classNames(rule.added.length > 0 && 'sm:col-span-2')}
    >
      {(control) => (
        <ChipsInput
          control={control}
          values={rule.added}
          text={rule.value}
          between="or"
          placeholder={kind.example}
          commaAdds={rule.compare_type !== 'REGEX' && !holdsCommas.includes(rule.type)}
          bad={badValues(issues, rule)}
          onChange={({ values, text }) => change({ added: values, value: text })}
          onPaste={(event) => {
            const text = event.clipboardData.getData('text')
            if (!takesHosts || hostsIn(text).length < 2) return
            event.preventDefault()
            onPerHost({ row: rule.row, text: hostsIn(text).join('\n') })
          }}
          onBlur={() => {
            onLeave(`rules/${rule.row}/value`)
            onLeave(`rules/${rule.row}/conditions`)
          }}
        />
      )}
    </Field>
  )
}

/** Their values hold commas. */
const holdsCommas: readonly RuleType[] = ['HEADER', 'COOKIE', 'QUERY_STRING', 'SSL_DN_FIELD', 'BODY', 'BODY_JSON']

/** The first value has no place in the list when it is told about. */
function badValues(issues: readonly Issue[], rule: RuleDraft): number[] {
  const prefix = `rules/${rule.row}/`
  return issues.flatMap(({ about }) => {
    if (about === `${prefix}value`) return [0]
    const [, at] = /^conditions\/(\d+)/.exec(about.startsWith(prefix) ? about.slice(prefix.length) : '') ?? []
    return at === undefined ? [] : [Number(at)]
  })
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
  if (rule.compare_type === 'REGEX' || rule.compare_type === 'WILDCARD') return compareTypes[rule.compare_type].help
  if (rule.added.length > 0) return rule.invert ? 'It must be none of them.' : 'Any one of them will do.'
  return kind.key === null ? kind.help : `Such as ${kind.example}.`
}
