import { prismaAdapter } from '@better-auth/prisma-adapter'
import { env } from '../env.ts'
import { database, isPostgresql } from './client.ts'

/** Better Auth's view of our tables. */
export function authDatabase() {
  return prismaAdapter(database(), { provider: isPostgresql(env().databaseUrl) ? 'postgresql' : 'sqlite' })
}
