// A process that is killed in the middle of a transaction: see store/isolation.test.ts.
import { database, inTransaction } from '../store/client.ts'

const project = (name: string) => ({ id: name, name, created_at: '2026-01-01T00:00:00.000Z' })

await database().project.create({ data: project('acknowledged') })
await inTransaction(async (transaction) => {
  await transaction.project.create({ data: project('unfinished') })
  process.stdout.write('in the middle\n')
  await new Promise((resolve) => setInterval(resolve, 1_000_000))
})
