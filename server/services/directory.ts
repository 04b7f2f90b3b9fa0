import { DomainError } from 'model/errors'
import { z } from 'zod'
import { countHolders } from '../store/accounts.ts'
import { inTransaction, type Transaction } from '../store/client.ts'
import { lockWriters } from '../store/revisions.ts'

/** What projects, people, their roles and their credentials have in common. */

/** Text that is shown and put into commands: no control characters. */
export const line = (most: number) =>
  z
    .string('Use text')
    .max(most, `Use at most ${most} characters`)
    .regex(/^\P{Cc}*$/u, 'Leave out control characters')

export const description = line(1_024)

/** One writer after the other: what is checked here is still so when it is written. */
export function inDirectory<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
  return inTransaction(async (transaction) => {
    await lockWriters(transaction)
    return work(transaction)
  })
}

/** The same, for what could take the last administrator away. @throws conflict when it would */
export function keepingAnAdministrator<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
  return inDirectory(async (transaction) => {
    const before = await countHolders(transaction, 'admin')
    const result = await work(transaction)
    if (before > 0 && (await countHolders(transaction, 'admin')) === 0)
      throw new DomainError(
        'conflict',
        'Nobody could administer Fulcrum any more. Make somebody else an administrator first.',
      )
    return result
  })
}

export function couldNotFind(
  what: 'project' | 'user' | 'role' | 'application credential' | 'access key',
  id: string,
): DomainError {
  return new DomainError('not_found', `Could not find ${what}: ${id}.`)
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

/** The attributes that were given: those that were left out stay as they are. */
export function present<T extends object>(patch: T): Present<T> {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as Present<T>
}
