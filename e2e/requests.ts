import { Agent, request } from 'node:http'

/** `location` is null where the answer names none. */
export type Answer = { readonly status: number; readonly body: string; readonly location: string | null }

/** One request with a connection of its own; rejects with the system's error when there is no answer. */
export function ask(
  url: string,
  options: { readonly agent?: Agent; readonly headers?: Record<string, string> } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const one = request(url, { agent: options.agent ?? false, headers: options.headers ?? {} }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      const { statusCode: status = 0, headers } = response
      const location = headers.location ?? null
      response.on('end', () => resolve({ status, body: Buffer.concat(chunks).toString(), location }))
      response.on('error', reject)
    })
    one.setTimeout(10_000, () => one.destroy(new Error('no answer within 10 s')))
    one.on('error', reject)
    one.end()
  })
}

export type Asking = {
  readonly answered: () => number
  readonly failures: () => readonly string[]
  readonly stop: () => Promise<void>
}

/** Asks without a pause, over kept connections and over new ones, until stopped. Everything but a 200 is a failure. */
export function keepAsking(url: string): Asking {
  const kept = new Agent({ keepAlive: true, maxSockets: 2 })
  const failures: string[] = []
  let answered = 0
  let isStopped = false
  const loop = async (agent: Agent | undefined) => {
    while (!isStopped) {
      try {
        const { status } = await ask(url, agent ? { agent } : {})
        if (status === 200) answered += 1
        else failures.push(`answered ${status}`)
      } catch (error) {
        failures.push(String(error))
      }
    }
  }
  const loops = [loop(kept), loop(kept), loop(undefined)]
  return {
    answered: () => answered,
    failures: () => failures,
    async stop() {
      isStopped = true
      await Promise.all(loops)
      kept.destroy()
    },
  }
}
