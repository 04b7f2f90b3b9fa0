import type { Server } from '../compile/compiled.ts'
import { serverArguments } from '../compile/print.ts'
import type { Step } from '../plan/step.ts'
import type { Removals } from './removals.ts'
import { type Ask, runtimeCommands } from './runtime-api.ts'

export type RuntimeStep = Exclude<Step, { do: 'reload' }>

/** Tells HAProxy one step of a plan. Throws when it does not take it: what runs is then not known. */
export async function applyStep(step: RuntimeStep, ask: Ask, removals: Removals): Promise<void> {
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
