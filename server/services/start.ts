import { randomUUID } from 'node:crypto'
import { moment } from '../clock.ts'
import { env } from '../env.ts'
import { log, logEvents } from '../log.ts'
import { saveAll } from '../metrics/save.ts'
import { processwide } from '../process.ts'
import { database, inTransaction, type Transaction } from '../store/client.ts'
import { allNetworks, insertNetwork, insertSubnet } from '../store/networks.ts'
import { ensureProject, findProjectByName } from '../store/projects.ts'
import { createAdministrator, firstProject, isSetUp } from './accounts.ts'
import { expirePending } from './deadline.ts'
import { countedBatches, recallEngines } from './engines.ts'
import { newId } from './ids.ts'
import { armOrders } from './order-desk.ts'

/**
 * Everything that has to be true before the first request: what every installation has is there, engines that were known are
 * remembered, and what was left pending is looked after. Once per process, however often it is called.
 */
export function start(): Promise<void> {
  return processwide('started', begin)
}

async function begin(): Promise<void> {
  await inTransaction(seed)
  await recallEngines()
  const { adminPassword } = env()
  if (adminPassword !== null && !(await isSetUp()))
    await createAdministrator({ name: 'admin', password: adminPassword })
  await expirePending()
  armOrders()
  log.info(logEvents.started, { database: env().databaseUrl.replace(/\/\/[^@/]*@/, '//') })
}

/** Keeps what is counted and not saved yet, when the process is about to end. */
export async function end(): Promise<void> {
  await saveAll(countedBatches()).catch((error: unknown) =>
    log.error(logEvents.backgroundFailed, error, { what: 'save at the end' }),
  )
}

/**
 * The loopback networks, which any machine binds without set-up: real addresses and real ports at once. They are there at the first
 * start, and only then: an administrator may delete them.
 */
const networks = [
  {
    name: 'private',
    is_external: false,
    subnets: [
      {
        name: 'private-subnet',
        cidr: '127.10.0.0/16',
        ip_version: 4,
        gateway_ip: '127.10.0.1',
        allocation_start: '127.10.0.10',
        allocation_end: '127.10.255.254',
      },
      {
        name: 'private-subnet-v6',
        cidr: '::1/128',
        ip_version: 6,
        gateway_ip: null,
        allocation_start: '::1',
        allocation_end: '::1',
      },
    ],
  },
  {
    name: 'public-net',
    is_external: true,
    subnets: [
      {
        name: 'public-net',
        cidr: '127.20.0.0/16',
        ip_version: 4,
        gateway_ip: '127.20.0.1',
        allocation_start: '127.20.0.10',
        allocation_end: '127.20.255.254',
      },
    ],
  },
  {
    name: 'public',
    is_external: true,
    subnets: [
      {
        name: 'public',
        cidr: '127.21.0.0/16',
        ip_version: 4,
        gateway_ip: '127.21.0.1',
        allocation_start: '127.21.0.10',
        allocation_end: '127.21.255.254',
      },
    ],
  },
] as const

async function seed(transaction: Transaction): Promise<void> {
  await ensureProject(transaction, { id: randomUUID(), name: firstProject, created_at: moment() })
  const project = await findProjectByName(transaction, firstProject)
  if (project === null) throw new Error('The first project was not stored.')
  if ((await allNetworks(transaction)).length > 0) return
  for (const { subnets, ...network } of networks) {
    const network_id = newId()
    await insertNetwork(transaction, { ...network, id: network_id, project_id: project.id })
    for (const subnet of subnets) {
      await insertSubnet(transaction, { ...subnet, id: newId(), network_id, project_id: project.id })
    }
  }
}

/** Whether the database answers. */
export async function isDatabaseReachable(): Promise<boolean> {
  return database()
    .revision.findFirst()
    .then(
      () => true,
      () => false,
    )
}
