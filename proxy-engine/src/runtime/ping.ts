import { execFile } from 'node:child_process'

export type PingResult =
  | { readonly outcome: 'answered'; readonly durationMs: number }
  | { readonly outcome: 'silent' }
  | { readonly outcome: 'failed'; readonly message: string }

/** Sends one ICMP echo request with the system's `ping`: raw sockets need rights that the engine should not have. */
export function pingOnce(address: string, timeoutSeconds: number): Promise<PingResult> {
  return new Promise((resolve) => {
    const words = ['-n', '-c', '1', '-W', String(timeoutSeconds), address]
    execFile('ping', words, { timeout: (timeoutSeconds + 1) * 1_000 }, (error, stdout, stderr) => {
      const durationMs = /time=([\d.]+) ms/.exec(stdout)?.[1]
      if (error === null && durationMs !== undefined)
        return resolve({ outcome: 'answered', durationMs: Number(durationMs) })
      // Exit code 1 is "no answer"; all else is a ping that could not be sent.
      if (error?.code === 1 || error?.killed) return resolve({ outcome: 'silent' })
      resolve({ outcome: 'failed', message: stderr.trim() || (error?.message ?? 'ping gave no time') })
    })
  })
}
