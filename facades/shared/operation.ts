import type { Deed } from 'model/access/roles'
import type { z } from 'zod'
import type { Actor } from '@/server/services/actor.ts'

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** A request that matched an operation, taken apart. */
export type OpenCall = {
  readonly request: Request
  readonly url: URL
  /** The values of `{name}` in the path. */
  readonly parameters: Readonly<Record<string, string>>
  /** The parsed JSON body; undefined when the operation takes none. */
  readonly body: unknown
}

/** The same, and who asks. */
export type Call = OpenCall & { readonly actor: Actor }

type Described = {
  readonly method: Method
  /** As documented, `/v2/lbaas/listeners/{id}`. */
  readonly path: string
  readonly summary: string
  /** Whether a JSON body is read. */
  readonly takes: 'nothing' | 'json'
  /** What is answered where it is no JSON: whatever the client says that it takes. */
  readonly gives?: 'bytes'
  /** What the body is, where a schema reads it: the description of the API tells it. */
  readonly accepts?: z.ZodType
}

/** An operation that nobody has to sign in for. */
export type OpenOperation = Described & { readonly deed: 'anyone'; readonly run: (call: OpenCall) => Promise<Response> }

/** An operation that whoever asks must be allowed in the project of the row that it is about; `signed-in` is enough for the own account. */
export type GuardedOperation = Described & {
  readonly deed: Deed | 'signed-in'
  readonly run: (call: Call) => Promise<Response>
}

/** One row of a dialect's table. The router, the reference pages and the tests of who may do what read it. */
export type Operation = OpenOperation | GuardedOperation

/** The value of `{name}` in the path of the operation that runs. */
export function parameter(call: OpenCall, name: string): string {
  const value = call.parameters[name]
  if (value === undefined) throw new Error(`the path of this operation has no {${name}}`)
  return value
}
