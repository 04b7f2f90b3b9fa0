/** The part of an OpenAPI document that the reference page reads. */
export type Schema = {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly title?: string
  readonly description?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly default?: unknown
  readonly readOnly?: boolean
}

type Content = Readonly<Record<string, { readonly schema: Schema }>>

export type ApiOperation = {
  readonly operationId: string
  readonly tags: readonly string[]
  readonly summary: string
  readonly description: string
  readonly requestBody?: { readonly content: Content }
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>
}

export type ApiDocument = {
  readonly tags: readonly { readonly name: string; readonly description: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, ApiOperation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}

export type ListedOperation = ApiOperation & { readonly method: string; readonly path: string }

/** The operations of a group whose path, method or summary has every word that is sought. */
export function operationsOf(document: ApiDocument, tag: string, sought: string): ListedOperation[] {
  const words = sought.toLowerCase().split(/\s+/).filter(Boolean)
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path }))
      .filter(({ tags }) => tags.includes(tag))
      .filter(({ method, summary }) => {
        const text = `${method} ${path} ${summary}`.toLowerCase()
        return words.every((word) => text.includes(word))
      }),
  )
}

/** What a schema stands for, without its name. */
export function resolved(document: ApiDocument, schema: Schema): Schema {
  const name = schema.$ref?.split('/').at(-1)
  return name === undefined ? schema : (document.components.schemas[name] ?? {})
}

export type Attribute = {
  /** From the root of the body: `listener.protocol_port`. */
  readonly name: string
  readonly kind: string
  readonly description: string
  readonly isRequired: boolean
}

/** The attributes of a body as rows. The one key around an object is told in each name; what is inside lists is left to their own operations. */
export function attributesOf(document: ApiDocument, schema: Schema, prefix = ''): Attribute[] {
  const { properties = {}, required = [] } = resolved(document, schema)
  return Object.entries(properties).flatMap(([name, property]) => {
    const own = resolved(document, property)
    const isRoot = prefix === '' && own.properties !== undefined
    if (isRoot) return attributesOf(document, own, `${name}.`)
    return [
      {
        name: `${prefix}${name}`,
        kind: kindOf(document, property),
        description: own.description ?? '',
        isRequired: required.includes(name),
      },
    ]
  })
}

function kindOf(document: ApiDocument, schema: Schema): string {
  const own = resolved(document, schema)
  if (own.enum) return own.enum.map(String).join(' | ')
  if (own.anyOf) return [...new Set(own.anyOf.map((one) => kindOf(document, one)))].join(' | ')
  if (own.items) return `list of ${schema.$ref?.split('/').at(-1) ?? kindOf(document, own.items)}`
  if (schema.$ref) return schema.$ref.split('/').at(-1) ?? 'object'
  return [own.type ?? 'any'].flat().join(' | ')
}
