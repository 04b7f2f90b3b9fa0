import { expect, test } from 'vitest'
import { type ApiDocument, attributesOf, operationsOf } from './openapi.ts'

const document: ApiDocument = {
  tags: [{ name: 'Things', description: '' }],
  paths: {
    '/things': {
      get: { operationId: 'a', tags: ['Things'], summary: 'List things', description: '', responses: {} },
      post: { operationId: 'b', tags: ['Things'], summary: 'Create a thing', description: '', responses: {} },
    },
    '/others': { get: { operationId: 'c', tags: ['Others'], summary: 'List', description: '', responses: {} } },
  },
  components: {
    schemas: {
      Thing: {
        type: 'object',
        properties: {
          size: { anyOf: [{ type: 'integer' }, { type: 'null' }], description: 'How big.' },
          colour: { enum: ['RED', 'BLUE'] },
          parts: { type: 'array', items: { $ref: '#/components/schemas/Thing' } },
        },
        required: ['colour'],
      },
    },
  },
}

test('operations are found by the words of their method, path and summary', () => {
  const names = (sought: string) => operationsOf(document, 'Things', sought).map((one) => one.operationId)
  expect([names(''), names('list'), names('POST thing'), names('nothing')]).toEqual([['a', 'b'], ['a'], ['b'], []])
})

test('the attributes of a body are rows with their kinds, under the key around them', () => {
  const body = { type: 'object', properties: { thing: { $ref: '#/components/schemas/Thing' } } }
  expect(attributesOf(document, body)).toEqual([
    { name: 'thing.size', kind: 'integer | null', description: 'How big.', isRequired: false },
    { name: 'thing.colour', kind: 'RED | BLUE', description: '', isRequired: true },
    { name: 'thing.parts', kind: 'list of Thing', description: '', isRequired: false },
  ])
})
