import type { EngineState } from 'model/contract/live'
import { expect, test } from 'vitest'
import { engineWords, explainsSilence, silenceWords } from './engine-words.ts'

const engine: EngineState = { node: 'a', connected: true, haproxy: '2.6.12', revision: 4, in_sync: true, problem: null }

test('the words name the worst that is true', () => {
  expect(engineWords([]).words).toBe('no engine yet')
  expect(engineWords([{ ...engine, connected: false }]).words).toBe('no engine connected')
  expect(engineWords([engine, { ...engine, node: 'b', problem: 'HAProxy does not start.' }])).toMatchObject({
    tone: 'bad',
    words: 'b has a problem',
    detail: 'HAProxy does not start.',
  })
  expect(engineWords([engine, { ...engine, node: 'b', connected: false }]).words).toBe('b is not connected')
  expect(engineWords([{ ...engine, in_sync: false }]).words).toBe('1 engine · applying')
  expect(engineWords([engine, { ...engine, node: 'b' }]).words).toBe('2 engines · in sync')
})

test('that no figures come is explained by engines that are all gone, and by nothing else', () => {
  const gone = { ...engine, connected: false }
  expect([null, [], [gone], [gone, engine]].map(explainsSilence)).toEqual([false, true, true, false])
  expect(silenceWords(75).words).toBe('live data stopped 1 min ago')
})
