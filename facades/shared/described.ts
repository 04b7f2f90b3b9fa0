import type { Resource } from 'model/kit/resource'
import { offers } from 'model/offers/index'
import { resources } from 'model/resources/index'
import { quota } from 'model/resources/quota'

/** Everything whose bodies are read by its declaration, keyed by the name of its table. */
export const described = { ...resources, ...offers, quota } as const satisfies Record<string, Resource>
export type DescribedKind = keyof typeof described
