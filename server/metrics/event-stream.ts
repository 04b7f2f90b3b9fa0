import { clock } from '../clock.ts'

/** A client that takes nothing for so long is cut off, in milliseconds: what it misses would fill our memory. It may come again. */
const stallMilliseconds = 15_000
/** What may wait for a client before it counts as stalling, in bytes. */
const roomBytes = 1_048_576

/** A response that goes on: server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
export class EventStream {
  readonly #encoder = new TextEncoder()
  readonly #endings: (() => void)[] = []
  readonly #body: ReadableStream<Uint8Array>
  #controller: ReadableStreamDefaultController<Uint8Array> | null = null
  #stalledSince: number | null = null

  constructor() {
    this.#body = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller
        },
        cancel: () => this.#finish(),
      },
      new ByteLengthQueuingStrategy({ highWaterMark: roomBytes }),
    )
  }

  /** Runs once, however the stream ends. */
  onEnd(ending: () => void): void {
    this.#endings.push(ending)
  }

  send(event: string, content: unknown, id?: number): void {
    const lines = [`event: ${event}`, ...(id === undefined ? [] : [`id: ${id}`]), `data: ${JSON.stringify(content)}`]
    this.#write(`${lines.join('\n')}\n\n`)
  }

  /** Nothing to the page, but a sign of life to everything between it and us. */
  comment(text: string): void {
    this.#write(`: ${text}\n\n`)
  }

  end(): void {
    const controller = this.#controller
    this.#finish()
    controller?.close()
  }

  response(): Response {
    const headers = {
      'content-type': 'text/event-stream; charset=utf-8',
      // Compression would hold events back until a block is full.
      'cache-control': 'no-cache, no-transform',
      // The same for nginx in front of us.
      'x-accel-buffering': 'no',
    }
    return new Response(this.#body, { headers })
  }

  #write(text: string): void {
    if (this.#controller === null) return
    this.#controller.enqueue(this.#encoder.encode(text))
    const isBehind = (this.#controller.desiredSize ?? 0) < 0
    if (!isBehind) this.#stalledSince = null
    else if (this.#stalledSince === null) this.#stalledSince = clock().now()
    else if (clock().now() - this.#stalledSince > stallMilliseconds) this.end()
  }

  #finish(): void {
    this.#controller = null
    for (const ending of this.#endings.splice(0)) ending()
  }
}
