import type { CompiledLoadBalancer, Server } from '../compile/compiled.ts'

/** Columns of `show servers state` (format 1, HAProxy management guide). */
const column = {
  backend: 1,
  server: 3,
  address: 4,
  adminState: 6,
  weight: 7,
  initialWeight: 8,
  port: 18,
  checkPort: 21,
  checkAddress: 22,
} as const

/**
 * Bits of the administrative state that mean maintenance: forced, inherited, resolution failed. 0x04 is not among them: it says that
 * the configuration began with maintenance, and stays when a command has ended it (SRV_ADMF_MAINT in server-t.h).
 */
const maintenance = 0x01 | 0x02 | 0x20

/**
 * What the next generation is to know about health: the answer of `show servers state`, rewritten to what is wanted now.
 * Unchanged it would bring back what the configuration has changed since: a weight set at run time wins over the configured one
 * when the configuration went back to the weight before, a member put to maintenance stays there, a check keeps its old port, and
 * a member that was down when its monitor was removed would be down for ever.
 */
export function carriedState(answer: string, parts: readonly CompiledLoadBalancer[]): string {
  const wanted = wantedServers(parts)
  const [format = '1', header = '', ...rows] = answer.split('\n')
  const carried = rows.map((row) => carriedRow(row.split(' '), wanted)).filter((row) => row !== null)
  return `${[format, header, ...carried].join('\n')}\n`
}

type Wanted = ReadonlyMap<string, number>

/** The weights of the servers whose health somebody checks. */
function wantedServers(parts: readonly CompiledLoadBalancer[]): Wanted {
  const weights = new Map<string, number>()
  for (const part of parts) {
    const pinged = new Set(part.engineChecks.map((check) => `${check.backend}/${check.server}`))
    for (const { backend, name, state, check, weight } of part.servers) {
      const isChecked = check || pinged.has(`${backend}/${name}`)
      if (isChecked && state === 'ready') weights.set(`${backend}/${name}`, weight)
    }
  }
  return weights
}

function carriedRow(cells: readonly string[], wanted: Wanted): string | null {
  const weight = wanted.get(`${cells[column.backend]}/${cells[column.server]}`)
  if (weight === undefined || (Number(cells[column.adminState]) & maintenance) !== 0) return null
  const changed: Record<number, string> = {
    [column.adminState]: '0',
    [column.weight]: String(weight),
    [column.initialWeight]: String(weight),
    [column.checkPort]: '0',
    [column.checkAddress]: '-',
  }
  return cells.map((cell, at) => changed[at] ?? cell).join(' ')
}

export type RunningServer = Pick<Server, 'address' | 'port' | 'weight' | 'state'>

/** The servers of HAProxy, `backend/server`, as it has them now; from the same answer. Those of its own sections are left out. */
export function runningServers(answer: string): ReadonlyMap<string, RunningServer> {
  const servers = new Map<string, RunningServer>()
  for (const row of answer.split('\n').slice(2)) {
    const cells = row.split(' ')
    if (!cells[column.backend]?.startsWith('pool:')) continue
    servers.set(`${cells[column.backend]}/${cells[column.server]}`, {
      address: cells[column.address] ?? '',
      port: Number(cells[column.port]),
      weight: Number(cells[column.weight]),
      state: (Number(cells[column.adminState]) & maintenance) === 0 ? 'ready' : 'maint',
    })
  }
  return servers
}
