import type { Outcome } from 'model/contract/report'
import { describe, expect, test } from 'vitest'
import type { Told } from './reconcile.ts'
import { Reporting } from './reporting.ts'

/** An engine that has something to say, and a control plane that listens as it is told to. */
function setting() {
  const said: { readonly revision: number; readonly outcomes: readonly Outcome[] }[] = []
  const troubles: unknown[] = []
  const ended = new AbortController()
  let answer = () => {}
  let endRest = () => {}
  let isAway = false
  const reconciler = {
    untold: { outcomes: [], removed: [] } as Told,
    told: ({ outcomes }: Told) => {
      const left = reconciler.untold.outcomes.filter((one) => !outcomes.includes(one))
      reconciler.untold = { outcomes: left, removed: [] }
    },
  }
  const reporting = new Reporting({
    reconciler,
    say: async (news) => {
      if (isAway) throw new Error('Nobody is there.')
      said.push(news)
      await new Promise<void>((resolve) => {
        answer = resolve
      })
    },
    rhythm: { trouble: (_, err) => troubles.push(err), over: () => {} },
    rest: () =>
      new Promise((resolve) => {
        endRest = resolve
      }),
    signal: ended.signal,
  })
  const applied = (revision: number) => {
    const outcome: Outcome = { loadbalancer_id: 'one', revision, outcome: 'applied', diagnostics: [], steps: [] }
    reconciler.untold = { outcomes: [...reconciler.untold.outcomes, outcome], removed: [] }
    reporting.follow(revision)
  }
  const goAway = (now: boolean) => {
    isAway = now
  }
  const revisions = () => said.map(({ revision, outcomes }) => [revision, ...outcomes.map((one) => one.revision)])
  const controls = { answer: () => answer(), endRest: () => endRest(), end: () => ended.abort(), goAway, applied }
  return { ...controls, revisions, troubles, reporting }
}

const aMoment = () => new Promise((resolve) => setImmediate(resolve))

describe('how it went', () => {
  test('is said at once, and what comes meanwhile goes together with the next report', async () => {
    const { applied, answer, revisions, reporting } = setting()
    applied(1)
    applied(2)
    applied(3)
    expect(revisions()).toEqual([[1, 1]])
    answer()
    await aMoment()
    expect(revisions()).toEqual([
      [1, 1],
      [3, 2, 3],
    ])
    answer()
    await reporting.settled()
    applied(4)
    expect(revisions().at(-1)).toEqual([4, 4])
  })

  test.each(Array.from({ length: 12 }, (_, hops) => hops))(
    'is said when it comes in any moment of the end of the report before (%i)',
    async (hops) => {
      const { applied, answer, revisions } = setting()
      applied(1)
      answer()
      for (let hop = 0; hop < hops; hop += 1) await null
      applied(2)
      await aMoment()
      answer()
      await aMoment()
      expect(revisions().at(-1)).toEqual([2, 2])
    },
  )

  test('is said again after a rest when it did not arrive', async () => {
    const { applied, answer, endRest, goAway, revisions, troubles, reporting } = setting()
    goAway(true)
    applied(1)
    await aMoment()
    expect(revisions()).toEqual([])
    expect(troubles).toHaveLength(1)
    applied(2)
    goAway(false)
    endRest()
    await aMoment()
    expect(revisions()).toEqual([[2, 1, 2]])
    answer()
    await reporting.settled()
    expect(revisions()).toHaveLength(1)
  })

  test('is left unsaid when the engine is told to end', async () => {
    const { applied, end, goAway, revisions, troubles, reporting } = setting()
    goAway(true)
    end()
    applied(1)
    await reporting.settled()
    expect(revisions()).toEqual([])
    expect(troubles).toEqual([])
  })
})
