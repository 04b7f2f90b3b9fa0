import type { EngineState } from 'model/contract/live'
import type { Tone } from '../ui/badge.tsx'
import { duration, plural } from '../ui/format.ts'

type Words = { readonly tone: Tone; readonly words: string; readonly detail: string }

/** Whether it is for want of an engine that no figures come: then that is what is wrong. Null is not told yet. */
export function explainsSilence(engines: readonly EngineState[] | null): boolean {
  return engines !== null && !engines.some((one) => one.connected)
}

/** For how many seconds nothing has been heard, and what that means. */
export function silenceWords(seconds: number): Words {
  const detail =
    'No figures come from the server. It is asked again by itself; numbers and charts stand still until then.'
  return { tone: 'bad', words: `live data stopped ${duration(seconds)} ago`, detail }
}

/** How the engines are doing, in a few words and in a sentence. */
export function engineWords(engines: readonly EngineState[]): Words {
  const connected = engines.filter((one) => one.connected)
  if (engines.length === 0) {
    return {
      tone: 'warn',
      words: 'no engine yet',
      detail: 'No engine has ever connected. Changes are kept and applied when one does.',
    }
  }
  if (connected.length === 0) {
    const detail = 'No engine is connected. Traffic goes on as it was last set; changes wait until one is back.'
    return { tone: 'bad', words: 'no engine connected', detail }
  }
  const troubled = engines.find((one) => one.problem !== null)
  if (troubled) return { tone: 'bad', words: `${troubled.node} has a problem`, detail: troubled.problem ?? '' }
  const lost = engines.find((one) => !one.connected)
  if (lost) return { tone: 'warn', words: `${lost.node} is not connected`, detail: 'It serves what it was last told.' }
  const behind = connected.filter((one) => !one.in_sync)
  const amount = plural(connected.length, 'engine')
  if (behind.length > 0) return { tone: 'busy', words: `${amount} · applying`, detail: 'A change is being applied.' }
  return { tone: 'good', words: `${amount} · in sync`, detail: 'Every engine runs exactly what is shown here.' }
}
