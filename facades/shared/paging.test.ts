import { describe, expect, test } from 'vitest'
import { linksOf, pageOf } from './paging.ts'

const sortable = ['name', 'created_at']
const page = (query: string) => pageOf(new URLSearchParams(query), sortable)

describe('a page', () => {
  test.each([
    ['', 1_000],
    ['limit=5', 5],
    ['limit=0', 1_000],
    ['limit=-3', 1_000],
    ['limit=infinite', 1_000],
    ['limit=999999999999', 1_000],
  ])('of %j has at most %i rows', (query, limit) => {
    expect(page(query).limit).toBe(limit)
  })

  test.each([
    ['limit=abc', "Supplied pagination limit 'abc' is not valid."],
    ['limit=1.5', "Supplied pagination limit '1.5' is not valid."],
    ['sort=zzz', "Supplied sort key 'zzz' is not valid."],
    ['sort=name:up', "Supplied sort direction 'up' is not valid."],
    ['sort_key=name&sort_dir=up', "Supplied sort direction 'up' is not valid."],
  ])('of %j is refused: %s', (query, message) => {
    expect(() => page(query)).toThrow(message)
  })

  test('is sorted by keys in either spelling', () => {
    const sort = [
      { key: 'name', direction: 'desc' },
      { key: 'created_at', direction: 'asc' },
    ]
    expect(page('sort=name:desc,created_at').sort).toEqual(sort)
    expect(page('sort_key=name&sort_dir=desc&sort_key=created_at').sort).toEqual(sort)
  })
})

describe('links', () => {
  const links = (query: string, ids: string[]) =>
    linksOf('http://lb/v2/pools', new URLSearchParams(query), page(query), ids)

  test('lead on from a full page and keep the filters', () => {
    expect(links('limit=2&name=a&fields=id', ['1', '2'])).toEqual([
      { rel: 'next', href: 'http://lb/v2/pools?limit=2&name=a&fields=id&marker=2' },
    ])
  })

  test('lead back from a page that has a marker', () => {
    expect(links('limit=2&marker=0', ['1'])).toEqual([
      { rel: 'previous', href: 'http://lb/v2/pools?limit=2&marker=1&page_reverse=True' },
    ])
  })

  test('are none on an empty page', () => {
    expect(links('limit=2&marker=0', [])).toEqual([])
  })
})
