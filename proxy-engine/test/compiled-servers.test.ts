import { readdirSync } from 'node:fs'
import type { DesiredLoadBalancer } from 'model/contract/desired-state'
import { expect, test } from 'vitest'
import type { CompiledLoadBalancer } from '../src/compile/compiled.ts'
import { serverArguments } from '../src/compile/print.ts'
import { compiledOf, runHaproxy } from './compiled-haproxy.ts'

const golden = new URL('../src/compile/golden/', import.meta.url)
const cases = readdirSync(golden, { withFileTypes: true })
  .filter((one) => one.isDirectory())
  .map((one) => one.name)

/** What they name is no file of this machine, and a server that is added can name only what the process has read (tls-members.test.ts). */
const withFiles = ['tls-to-members']

test.each(cases.filter((one) => !withFiles.includes(one)))(
  'every server of the case %s can be added to its backend while HAProxy runs',
  async (name) => {
    const { input } = (await import(new URL(`${name}/input.ts`, golden).href)) as {
      input: readonly DesiredLoadBalancer[]
    }
    const parts = input.map(compiledOf)
    const haproxy = await runHaproxy(parts.map(emptyBackends))
    try {
      for (const server of parts.flatMap((one) => one.servers)) {
        const answer = await haproxy.ask(`add server ${server.backend}/${server.name} ${serverArguments(server)}`)
        expect(answer.trim()).toBe('New server registered.')
      }
    } finally {
      await haproxy.stop()
    }
  },
)

/** Without its frontends, whose addresses need not be of this machine, and without its servers. */
function emptyBackends(part: CompiledLoadBalancer): CompiledLoadBalancer {
  return { ...part, sections: part.sections.filter((one) => !one.name.startsWith('frontend')), servers: [] }
}
