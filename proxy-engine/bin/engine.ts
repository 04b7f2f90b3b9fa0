// The engine as a program: reads the environment, wires the effects, runs until it is told to stop.
import { hostname } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { z } from 'zod'
import { Engine } from '../src/runtime/engine.ts'

const environment = z.object({
  FULCRUM_CONTROL_PLANE_URL: z.url(
    'FULCRUM_CONTROL_PLANE_URL should be the address of the control plane, such as http://127.0.0.1:3000',
  ),
  FULCRUM_ENGINE_TOKEN: z.string('FULCRUM_ENGINE_TOKEN should be the token that the control plane expects').min(1),
  FULCRUM_DATA_DIR: z.string().min(1).default('data'),
  FULCRUM_NODE: z.string().min(1).max(255).default(hostname()),
})

/**
 * HAProxy inherits it (glibc manual, "Memory Allocation Tunables"). It copies each text of a request that policies look at, for many
 * requests at a time, and glibc keeps but seven pieces of a size where a thread finds them without a search. The rows of large maps lie
 * all over its memory: in huge pages the processor knows where.
 */
process.env['GLIBC_TUNABLES'] ??= 'glibc.malloc.tcache_count=2000:glibc.malloc.hugetlb=1'

const log = pino({ base: { part: 'engine' }, timestamp: pino.stdTimeFunctions.isoTime })
const read = environment.safeParse(process.env)
if (!read.success) {
  log.fatal(
    { problems: read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) },
    'engine.environment.invalid',
  )
  process.exit(1)
}
const { FULCRUM_CONTROL_PLANE_URL, FULCRUM_ENGINE_TOKEN, FULCRUM_DATA_DIR, FULCRUM_NODE } = read.data

const engine = await Engine.open({
  controlPlaneUrl: FULCRUM_CONTROL_PLANE_URL.replace(/\/$/, ''),
  token: FULCRUM_ENGINE_TOKEN,
  folder: path.resolve(FULCRUM_DATA_DIR, 'engine'),
  node: FULCRUM_NODE,
  relayProgram: fileURLToPath(new URL('./relay.mjs', import.meta.url)),
  log,
}).catch((err: unknown) => {
  log.fatal({ err }, 'engine.start.failed')
  process.exit(1)
})

/** SIGTERM and SIGINT end the engine and leave traffic running; SIGUSR2 drains traffic and ends HAProxy too. */
const endings = { SIGTERM: 'stop', SIGINT: 'stop', SIGUSR2: 'drainAndStop' } as const
for (const [signal, ending] of Object.entries(endings)) {
  process.once(signal, () => {
    log.info({ signal }, 'engine.stopping')
    engine[ending]().then(
      () => process.exit(0),
      (err: unknown) => {
        log.fatal({ err }, 'engine.stop.failed')
        process.exit(1)
      },
    )
    // Whoever asks again does not want to wait any longer.
    process.on(signal, () => (ending === 'drainAndStop' ? engine.cut() : process.exit(0)))
  })
}

log.info({ node: FULCRUM_NODE }, 'engine.started')
await engine.run()
