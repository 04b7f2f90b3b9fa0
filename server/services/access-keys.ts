import { randomBytes, randomInt } from 'node:crypto'
import { DomainError } from 'model/errors'
import { z } from 'zod'
import { sealedBytes, unsealedBytes } from '../certificates/sealed-key.ts'
import { clock, moment } from '../clock.ts'
import { log, logEvents } from '../log.ts'
import {
  accessKeysOf,
  addAccessKey,
  deleteAccessKey,
  findAccessKey,
  noteUse,
  type StoredAccessKey,
} from '../store/access-keys.ts'
import { database } from '../store/client.ts'
import type { Actor } from './actor.ts'
import { couldNotFind, description, inDirectory } from './directory.ts'
import { accepted, parsed } from './parse.ts'
import { refuseRestricted } from './restricted.ts'

/** What can be shown of one: never its secret. */
export type AccessKey = Omit<StoredAccessKey, 'sealed_secret'>

/** More than a person can want, fewer than would fill the database. */
const mostPerPerson = 20

export const newAccessKey = z.strictObject({ description: description.default('') })

/** The person's own keys. */
export async function listAccessKeys(actor: Actor): Promise<AccessKey[]> {
  return (await accessKeysOf(database(), actor.user_id)).map(shown)
}

/**
 * Makes a key for the actor. The answer has the secret, which can not be shown again.
 * @throws forbidden for a program whose credential may make no others, over_quota
 */
export async function createAccessKey(actor: Actor, input: unknown): Promise<AccessKey & { readonly secret: string }> {
  refuseRestricted(actor)
  const given = accepted(parsed(newAccessKey, input))
  const id = freshId()
  const secret = randomBytes(30).toString('base64url')
  const key = {
    ...{ ...given, id, user_id: actor.user_id, created_at: moment(), last_used_at: null },
    sealed_secret: sealedBytes(Buffer.from(secret), id),
  }
  await inDirectory(async (transaction) => {
    const others = await accessKeysOf(transaction, actor.user_id)
    if (others.length >= mostPerPerson)
      throw new DomainError('over_quota', `Nobody may have more than ${mostPerPerson} access keys.`)
    await addAccessKey(transaction, key)
  })
  log.info(logEvents.accessKeyCreated, { access_key: id, user: actor.user_name })
  return { ...shown(key), secret }
}

/** Whatever is signed with it is refused from now on. @throws not_found */
export async function removeAccessKey(actor: Actor, id: string): Promise<void> {
  refuseRestricted(actor)
  await inDirectory(async (transaction) => {
    const known = await findAccessKey(transaction, id)
    if (known === null || known.user_id !== actor.user_id) throw couldNotFind('access key', id)
    await deleteAccessKey(transaction, id)
  })
  log.info(logEvents.accessKeyDeleted, { access_key: id, by: actor.user_name })
}

/** What a signature is made with, and whose it is; null for a key that nobody has. */
export async function secretOfAccessKey(
  id: string,
): Promise<{ readonly user_id: string; readonly secret: string } | null> {
  const key = await findAccessKey(database(), id)
  return key && { user_id: key.user_id, secret: unsealedBytes(key.sealed_secret, id).toString() }
}

/** How often the use of a key is written down, in milliseconds. */
const useMilliseconds = 60_000

export async function noteAccessKeyUse(id: string): Promise<void> {
  const now = clock().now()
  await noteUse(database(), id, { at: moment(now), before: moment(now - useMilliseconds) })
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** 20 letters and digits, 100 bits. */
function freshId(): string {
  return Array.from({ length: 20 }, () => letters[randomInt(letters.length)]).join('')
}

function shown({ sealed_secret: _, ...key }: StoredAccessKey): AccessKey {
  return key
}
