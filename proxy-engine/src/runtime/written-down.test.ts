import { describe, expect, test } from 'vitest'
import type { Content } from './data-plane.ts'
import { restAfter, WrittenDown } from './written-down.ts'

/** What changes, and what of it has been written down. */
function setting() {
  let endRest = () => {}
  const written: Content[] = []
  const troubles: unknown[] = []
  const reconciler = {
    unsaved: null as Content | null,
    saved: (content: Content) => {
      if (reconciler.unsaved === content) reconciler.unsaved = null
    },
  }
  let isDiskFull = false
  const writtenDown = new WrittenDown({
    reconciler,
    save: async (content) => {
      if (isDiskFull) throw new Error('The disk is full.')
      written.push(content)
    },
    rhythm: { trouble: (_, err) => troubles.push(err), over: () => {} },
    rest: () =>
      new Promise((resolve) => {
        endRest = resolve
      }),
  })
  const change = (): Content => {
    reconciler.unsaved = { good: [], parts: [] }
    writtenDown.follow()
    return reconciler.unsaved
  }
  const fillDisk = (isFull: boolean) => {
    isDiskFull = isFull
  }
  return { endRest: () => endRest(), written, troubles, writtenDown, change, fillDisk }
}

const aMoment = () => new Promise((resolve) => setImmediate(resolve))

test.each([
  [1, 1_000],
  [20, 1_000],
  [100, 5_000],
  [1_000, 10_000],
])('what took %i ms to write rests for %i ms', (took, rest) => {
  expect(restAfter(took)).toBe(rest)
})

describe('what runs', () => {
  test('is written down at once after a quiet time', async () => {
    const { written, writtenDown, change, endRest } = setting()
    const first = change()
    await aMoment()
    expect(written).toEqual([first])
    endRest()
    await writtenDown.settled()
    change()
    await aMoment()
    expect(written).toHaveLength(2)
  })

  test('is written down after the rest while change follows change, and of many the newest', async () => {
    const { written, change, endRest } = setting()
    change()
    await aMoment()
    change()
    const newest = change()
    await aMoment()
    expect(written).toHaveLength(1)
    endRest()
    await aMoment()
    expect(written).toHaveLength(2)
    expect(written[1]).toBe(newest)
  })

  test.each(Array.from({ length: 12 }, (_, hops) => hops))(
    'is written down when it changes in any moment of the end of a rest (%i)',
    async (hops) => {
      const { written, change, endRest } = setting()
      change()
      await aMoment()
      endRest()
      for (let hop = 0; hop < hops; hop += 1) await null
      const next = change()
      await aMoment()
      endRest()
      await aMoment()
      expect(written.at(-1)).toBe(next)
    },
  )

  test('is tried again with the next change when it could not be written', async () => {
    const { written, troubles, change, fillDisk } = setting()
    fillDisk(true)
    change()
    await aMoment()
    expect([written.length, troubles.length]).toEqual([0, 1])
    fillDisk(false)
    const next = change()
    await aMoment()
    expect(written).toEqual([next])
  })
})
