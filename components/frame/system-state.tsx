'use client'

import Link from 'next/link'
import { links } from '../links.ts'
import { useConnection, useEngines } from '../live/use-live.ts'
import type { Tone } from '../ui/badge.tsx'
import { classNames } from '../ui/class-names.ts'
import { useNow } from '../ui/relative-time.tsx'
import { engineWords, explainsSilence, silenceWords } from './engine-words.ts'
import { useSession } from './use-session.ts'

const dots: Record<Tone, string> = {
  good: 'bg-good-mark',
  warn: 'bg-warn-mark',
  busy: 'bg-warn-mark',
  bad: 'bg-bad-mark',
  off: 'bg-off-mark',
  plain: 'bg-off-mark',
}

/** A dot with words: the engines, or that what is shown has stopped moving. */
export function SystemState() {
  const session = useSession()
  const live = useEngines()
  const stopped = useStoppedFor()
  const engines = live ?? session?.engines
  if (stopped !== null && !explainsSilence(live)) return <State {...silenceWords(stopped)} />
  if (!engines) return null
  return <State {...engineWords(engines)} />
}

function State({ tone, words, detail }: { readonly tone: Tone; readonly words: string; readonly detail: string }) {
  return (
    <Link
      href={links.settings()}
      title={detail}
      className="flex h-8 items-center gap-2 whitespace-nowrap rounded-control px-2 text-caption text-muted hover:bg-sunken hover:text-text"
    >
      <span className={classNames('size-2 rounded-full', dots[tone])} aria-hidden />
      <span className={classNames(tone === 'good' && 'sr-only lg:not-sr-only', 'max-w-44 truncate')} role="status">
        {words}
      </span>
    </Link>
  )
}

/** Seconds since live data stopped; null while it flows, and for the first moments of a break. */
export function useStoppedFor(): number | null {
  const { connection, heardAt } = useConnection()
  const now = useNow()
  if (connection !== 'stopped' || heardAt === null || now === 0) return null
  const seconds = (now - heardAt) / 1_000
  return seconds < 3 ? null : seconds
}
