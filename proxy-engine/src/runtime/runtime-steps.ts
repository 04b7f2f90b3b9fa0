import type { Server } from '../compile/compiled.ts'
import { serverArguments } from '../compile/print.ts'
import type { RuntimeStep, ServerStep, SessionScope } from '../plan/step.ts'
import type { HaproxyProcess } from './haproxy.ts'
import type { PolicyMaps } from './policy-maps.ts'
import type { Removals } from './removals.ts'
import { type Ask, runtimeCommands } from './runtime-api.ts'

/** The process that is told, and what is remembered about it. */
export type StepTarget = {
  readonly process: HaproxyProcess
  readonly removals: Removals
  readonly maps: PolicyMaps
  /** The path by which the process knows a map. */
  readonly mapFileOf: (map: string) => string
  /** And a certificate. */
  readonly certificateFileOf: (certificate: string) => string
  readonly ticketKeysFor: (sessions: SessionScope) => Promise<readonly string[]>
}

/** Tells HAProxy one step of a plan. Throws when it does not take it: what runs is then not known. */
export async function applyStep(step: RuntimeStep, target: StepTarget): Promise<void> {
  const { process, removals, maps, mapFileOf, certificateFileOf, ticketKeysFor } = target
  if (step.do === 'swap-map') return maps.swap(step, mapFileOf(step.map.name), process)
  if (step.do === 'set-certificate') {
    return runtimeCommands.setCertificate(process, step.certificate, certificateFileOf(step.certificate.name))
  }
  if (step.do === 'renew-tickets') {
    const file = certificateFileOf(`${step.sessions.name}.tickets`)
    return runtimeCommands.setTicketKeys(process.ask, file, await ticketKeysFor(step.sessions))
  }
  return applyServerStep(step, process.ask, removals)
}

async function applyServerStep(step: ServerStep, ask: Ask, removals: Removals): Promise<void> {
  const name = `${step.server.backend}/${step.server.name}`
  switch (step.do) {
    case 'set-weight':
      return runtimeCommands.setWeight(ask, name, step.server.weight)
    case 'set-state':
      return runtimeCommands.setState(ask, name, step.server.state)
    case 'remove-server':
      await runtimeCommands.setState(ask, name, 'maint')
      return removals.add(name)
    case 'add-server':
      if (removals.has(name)) await runtimeCommands.deleteServer(ask, name)
      removals.delete(name)
      return addServer(step.server, name, ask)
  }
}

/** HAProxy adds a server in maintenance, with its checks off and without a cookie. */
async function addServer(server: Server, name: string, ask: Ask): Promise<void> {
  await runtimeCommands.addServer(ask, name, serverArguments(server))
  if (server.check) await runtimeCommands.enableHealth(ask, name)
  // Without this, the cookie of an added server is empty, and its clients are sent to anybody.
  if (server.dynamicCookie) await runtimeCommands.enableDynamicCookie(ask, server.backend)
  if (server.state === 'ready') await runtimeCommands.setState(ask, name, 'ready')
}
