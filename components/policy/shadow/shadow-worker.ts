import { overlapsOf } from 'model/l7/shadow/overlaps'
import { shadowsOf } from 'model/l7/shadow/shadows'
import type { Answer, Question } from './questions.ts'

// Off the page's own thread: a thousand policies take longer than a frame.
self.addEventListener('message', ({ data }: MessageEvent<Question>) => {
  const { served, only, overlapsOf: asked } = data
  const answer: Answer = {
    shadows: asked === null ? shadowsOf(served, only === null ? {} : { only: new Set(only) }) : [],
    overlaps: asked === null ? null : overlapsOf(served, asked),
  }
  self.postMessage(answer)
})
