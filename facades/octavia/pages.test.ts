import { beforeAll, describe, expect, test } from 'vitest'
import { database } from '@/server/store/client.ts'
import { type People, people } from '@/server/testing/people.ts'
import { type Answer, origin } from '../shared/testing/ask.ts'
import { base, lb, must } from './testing/tree.ts'

// A thousand load balancers and one, and how clients walk through them.

const count = 1_001
let who: People
beforeAll(async () => {
  who = await people()
  const body = { loadbalancer: { vip_subnet_id: who.subnet } }
  const { id } = must(201, await lb('POST', `${base}/loadbalancers`, { token: who.member, body })).at(
    'loadbalancer',
  ) as {
    id: string
  }
  const row = await database().loadBalancer.findUniqueOrThrow({ where: { id } })
  const { additional_vips: _, vip_sg_ids: __, floating_addresses: ___, tags: ____, ...columns } = row
  const lists = { additional_vips: [], vip_sg_ids: [], floating_addresses: [] }
  const copies = Array.from({ length: count - 1 }, (_, at) => ({
    ...columns,
    ...lists,
    // Created in pairs at the same moment: their ids decide then.
    id: `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`,
    created_at: new Date(Date.parse(row.created_at) + 1_000 * Math.floor(at / 2 + 1)).toISOString(),
    name: `lb-${at % 7}`,
    tags: at % 3 === 0 ? ['third'] : [],
  }))
  for (let at = 0; at < copies.length; at += 200) {
    await database().loadBalancer.createMany({ data: copies.slice(at, at + 200) })
  }
})

type Row = { readonly id: string; readonly name: string; readonly created_at: string }

function rowsOf(answer: Answer): Row[] {
  return answer.at('loadbalancers') as Row[]
}

function linkOf(answer: Answer, rel: 'next' | 'previous'): string | undefined {
  const links = answer.at('loadbalancers_links') as { rel: string; href: string }[]
  return links.find((one) => one.rel === rel)?.href.slice(origin.length)
}

/** Follows a link until it is missing or its page is empty, as the clients do. */
async function walked(path: string, rel: 'next' | 'previous'): Promise<Row[][]> {
  const pages: Row[][] = []
  for (let next: string | undefined = path; next !== undefined; ) {
    const answer: Answer = must(200, await lb('GET', next, { token: who.member }))
    if (rowsOf(answer).length === 0) break
    pages.push(rowsOf(answer))
    next = linkOf(answer, rel)
  }
  return pages
}

/** 1 sorts upwards, -1 downwards. */
function by(key: keyof Row, direction: 1 | -1): (one: Row, other: Row) => number {
  return (one, other) => (one[key] === other[key] ? 0 : one[key] < other[key] ? -direction : direction)
}

describe('a thousand load balancers and one', () => {
  test('are a full page and one more', async () => {
    const pages = await walked(`${base}/loadbalancers`, 'next')
    expect(pages.map((page) => page.length)).toEqual([1_000, 1])
    const all = pages.flat()
    expect(
      all
        .toSorted(by('id', 1))
        .toSorted(by('created_at', 1))
        .map(({ id }) => id),
    ).toEqual(all.map(({ id }) => id))
  })

  test('are walked in pages of a hundred, each of them once', async () => {
    const pages = await walked(`${base}/loadbalancers?limit=100`, 'next')
    expect(pages.length).toBe(11)
    const ids = pages.flat().map(({ id }) => id)
    expect([ids.length, new Set(ids).size]).toEqual([count, count])
  })

  test('are walked in the order of several keys, each in its own direction', async () => {
    const pages = await walked(`${base}/loadbalancers?limit=150&sort=name:desc,created_at:asc,id:desc`, 'next')
    const all = pages.flat()
    // Stable sorts by the last key first.
    const ordered = all.toSorted(by('id', -1)).toSorted(by('created_at', 1)).toSorted(by('name', -1))
    expect(all.map(({ id }) => id)).toEqual(ordered.map(({ id }) => id))
    expect(all.length).toBe(count)
  })

  test('are walked backwards from any page, with the filters kept', async () => {
    const pages = await walked(`${base}/loadbalancers?limit=40&tags=third`, 'next')
    const last = pages.at(-1)?.[0]?.id ?? ''
    const path = `${base}/loadbalancers?limit=40&tags=third&marker=${last}&page_reverse=True`
    const back = await walked(path, 'previous')
    const before = pages.slice(0, -1).flat()
    expect(
      back
        .toReversed()
        .flat()
        .map(({ id }) => id),
    ).toEqual(before.map(({ id }) => id))
    expect(pages.flat().length).toBe(334)
  })

  test('are walked with limit and marker alone, as the console does', async () => {
    const seen: string[] = []
    for (;;) {
      const marker = seen.at(-1)
      const query = new URLSearchParams({ limit: '300', ...(marker && { marker }) })
      const page = rowsOf(must(200, await lb('GET', `${base}/loadbalancers?${query}`, { token: who.member })))
      seen.push(...page.map(({ id }) => id))
      if (page.length < 300) break
    }
    expect(new Set(seen).size).toBe(count)
  })
})
