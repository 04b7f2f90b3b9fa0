'use client'

import { useQuery } from '@tanstack/react-query'
import { useDeferredValue } from 'react'
import { queries } from '../queries.ts'
import { Disclosure } from '../ui/disclosure.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { plural } from '../ui/format.ts'
import { Input } from '../ui/input.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { useUrlText } from '../ui/use-url-state.ts'
import { type ApiDocument, type Attribute, attributesOf, type ListedOperation, operationsOf } from './openapi.ts'

/** Every operation of the public API: what a person can click, a script can call. */
export function ReferencePage() {
  const document = useQuery(queries.openApi())
  const [text, setText] = useUrlText('search')
  const sought = useDeferredValue(text)
  return (
    <div className="grid max-w-280 grid-cols-[minmax(0,1fr)] gap-6">
      <PageHeader
        title="API reference"
        description={
          <>
            Made from the tables that answer the requests. For programs:{' '}
            <a href="/console/openapi.json" className="underline underline-offset-2">
              openapi.json
            </a>
            , OpenAPI 3.1.
          </>
        }
      />
      <Input
        type="search"
        aria-label="Search operations"
        placeholder="Search: pools, POST, floating IP …"
        className="max-w-100"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {document.data ? (
        <Groups document={document.data} sought={sought} />
      ) : document.error ? (
        <ErrorState title="The reference could not be loaded" error={document.error} onRetry={document.refetch} />
      ) : (
        <Skeleton className="h-80" />
      )}
    </div>
  )
}

function Groups({ document, sought }: { readonly document: ApiDocument; readonly sought: string }) {
  const groups = document.tags
    .map((tag) => ({ ...tag, operations: operationsOf(document, tag.name, sought) }))
    .filter(({ operations }) => operations.length > 0)
  if (groups.length === 0) return <EmptyState title="No operation has these words">Try fewer of them.</EmptyState>
  return groups.map(({ name, description, operations }) => (
    <section key={name} aria-label={name} className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <div className="grid gap-0.5">
        <h2 className="font-medium text-section">
          {name} <span className="text-caption text-faint">{plural(operations.length, 'operation')}</span>
        </h2>
        <p className="text-muted">{description}</p>
      </div>
      <ul className="divide-y rounded-surface border bg-surface">
        {operations.map((one) => (
          <li key={one.operationId} className="px-3 py-1.5">
            <Disclosure label={<OperationLine operation={one} />}>
              <OperationDetail document={document} operation={one} />
            </Disclosure>
          </li>
        ))}
      </ul>
    </section>
  ))
}

function OperationLine({ operation }: { readonly operation: ListedOperation }) {
  return (
    <span className="flex min-w-0 flex-wrap items-baseline gap-x-3 font-normal lg:grid lg:w-255 lg:grid-cols-[3.5rem_minmax(0,3fr)_minmax(0,2fr)]">
      <span className="w-14 shrink-0 font-medium font-mono text-caption">{operation.method}</span>
      <span className="min-w-0 break-all font-mono text-caption">{operation.path}</span>
      <span className="text-muted">{operation.summary}</span>
    </span>
  )
}

function OperationDetail({
  document,
  operation,
}: {
  readonly document: ApiDocument
  readonly operation: ListedOperation
}) {
  const sent = operation.requestBody?.content['application/json']?.schema
  const [status = '', answer] = Object.entries(operation.responses).find(([code]) => code !== 'default') ?? []
  const answered = answer?.content?.['application/json']?.schema
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3 pb-2 pl-5.5">
      <p className="text-muted">{operation.description}</p>
      {sent && <Attributes title="Body" marks="required" attributes={attributesOf(document, sent)} />}
      {answered ? (
        <Attributes title={`Answer, ${status}`} marks="optional" attributes={attributesOf(document, answered)} />
      ) : (
        <p className="text-muted">Answers {status} without a body.</p>
      )}
    </div>
  )
}

function Attributes({
  title,
  marks,
  attributes,
}: {
  readonly title: string
  /** Which attributes are marked: those that may not be missing from what is sent, or those that may be from an answer. */
  readonly marks: 'required' | 'optional'
  readonly attributes: readonly Attribute[]
}) {
  if (attributes.length === 0) return <p className="text-muted">{title}: a JSON object.</p>
  return (
    <section aria-label={title} className="grid gap-1">
      <h3 className="font-medium text-caption text-muted">{title}</h3>
      <dl className="grid gap-x-4 gap-y-1 sm:grid-cols-[minmax(0,240px)_minmax(0,1fr)]">
        {attributes.map(({ name, kind, description, isRequired }) => (
          <div key={name} className="contents">
            <dt className="break-all font-mono text-caption">
              {name}
              {isRequired === (marks === 'required') && (
                <span className="whitespace-nowrap text-faint"> · {isRequired ? 'required' : 'may be missing'}</span>
              )}
            </dt>
            <dd className="min-w-0 break-words text-caption text-muted max-sm:pb-1.5">
              <span className="font-mono">{kind}</span>
              {description && ` – ${description}`}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
