import type { Resource } from 'model/kit/resource'
import { type ResourceKind, resources } from 'model/resources/index'
import { expect, test } from 'vitest'
import { apiCollection, apiName, capitalThing, thing, unitOf } from './resource-words.ts'

test.each(Object.keys(resources) as ResourceKind[])('the words for %s are those of its declaration', (kind) => {
  expect(apiName(kind)).toBe(resources[kind].name)
  expect(apiCollection(kind)).toBe(resources[kind].collection)
  expect(thing(kind)).toBe(resources[kind].title.toLowerCase())
  expect(capitalThing(kind).toLowerCase()).toBe(thing(kind))
  for (const [name, field] of Object.entries((resources[kind] as Resource).fields)) {
    expect([name, unitOf(kind, name)]).toEqual([name, field.unit])
  }
})
