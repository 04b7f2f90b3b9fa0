'use client'

import type { Issue } from 'model/errors'
import type { Resource } from 'model/kit/resource'
import { type ResourceKind, resources } from 'model/resources/index'
import { midSentence } from '../ui/format.ts'
import { AttributeField } from './attribute-field.tsx'
import type { Surroundings } from './choices.ts'
import { MoreOptions } from './more-options.tsx'
import { moreSummary } from './more-summary.ts'
import { offeredAttributes } from './offered.ts'
import { messageFor, type Values } from './values.ts'

export type ResourceFormProps = {
  readonly kind: ResourceKind
  /** Whether what is fixed after the create can still be set. */
  readonly mode: 'create' | 'edit'
  readonly values: Values
  /** Those that are to be shown: see `use-shown-issues.ts`. */
  readonly issues: readonly Issue[]
  readonly surroundings?: Surroundings
  readonly onChange: (patch: Values) => void
  readonly onLeave: (attribute: string) => void
  /** Attributes that something else draws. */
  readonly without?: readonly string[]
  /** Help that fits the place better than the model's. */
  readonly help?: Readonly<Record<string, string>>
}

/** The form of any resource, drawn from its fields: the usual ones, then the less common ones, folded. */
export function ResourceForm(props: ResourceFormProps) {
  const { kind, values, issues, without = [] } = props
  const { fields } = resources[kind] as Resource
  const names = offeredAttributes(kind, values).filter((name) => !without.includes(name))
  const usual = names.filter((name) => !fields[name]?.lessCommon)
  const more = names.filter((name) => fields[name]?.lessCommon)
  return (
    <div className="grid items-start gap-x-4 gap-y-5 sm:grid-cols-2">
      {usual.map((name) => (
        <Attribute key={name} {...props} attribute={name} />
      ))}
      {more.length > 0 && (
        <div className="col-span-full">
          <MoreOptions
            summary={moreSummary(kind, values)}
            hasError={more.some((name) => messageFor(issues, name) !== null)}
          >
            {more.map((name) => (
              <Attribute key={name} {...props} attribute={name} />
            ))}
          </MoreOptions>
        </div>
      )}
    </div>
  )
}

function Attribute({
  attribute,
  kind,
  mode,
  values,
  issues,
  surroundings,
  onChange,
  onLeave,
  help,
}: ResourceFormProps & { readonly attribute: string }) {
  const { fields, title } = resources[kind] as Resource
  const isFixed = mode === 'edit' && fields[attribute]?.onUpdate === 'fixed'
  const own = help?.[attribute]
  return (
    <AttributeField
      kind={kind}
      attribute={attribute}
      values={values}
      issues={issues}
      surroundings={surroundings ?? {}}
      onChange={onChange}
      onLeave={onLeave}
      fixedBecause={isFixed ? `Set when the ${midSentence(title)} was created; only a new one can have another.` : null}
      {...(own === undefined ? {} : { help: own })}
    />
  )
}
