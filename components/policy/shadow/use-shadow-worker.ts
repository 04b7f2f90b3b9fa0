'use client'

import { useCallback, useEffect, useRef } from 'react'
import type { Answer, Question } from './questions.ts'

type Asked = { readonly question: Question; readonly onAnswer: (answer: Answer) => void }

/** One worker, one question at a time; of those that wait only the last is asked. */
class ShadowDesk {
  #worker: Worker | null = null
  #current: Asked | null = null
  #waiting: Asked | null = null

  ask(asked: Asked): void {
    if (this.#current === null) this.#send(asked)
    else this.#waiting = asked
  }

  /** Whoever asked is not told any more. */
  forget(): void {
    this.#waiting = null
    if (this.#current !== null) this.#current = { ...this.#current, onAnswer: () => {} }
  }

  close(): void {
    this.#worker?.terminate()
    this.#worker = null
    this.#current = null
    this.#waiting = null
  }

  #send(asked: Asked): void {
    this.#current = asked
    this.#worker ??= this.#started()
    this.#worker.postMessage(asked.question)
  }

  #started(): Worker {
    const worker = new Worker(new URL('./shadow-worker.ts', import.meta.url), { type: 'module' })
    worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
      const answered = this.#current
      const next = this.#waiting
      this.#current = null
      this.#waiting = null
      if (next !== null) this.#send(next)
      answered?.onAnswer(data)
    })
    return worker
  }
}

/** Asks a worker of the component's own. A newer question lets an older one that still waits fall. */
export function useShadowWorker() {
  const desk = useRef<ShadowDesk | null>(null)
  useEffect(
    () => () => {
      desk.current?.close()
      desk.current = null
    },
    [],
  )
  const ask = useCallback((question: Question, onAnswer: (answer: Answer) => void) => {
    desk.current ??= new ShadowDesk()
    desk.current.ask({ question, onAnswer })
  }, [])
  const forget = useCallback(() => desk.current?.forget(), [])
  return { ask, forget }
}
