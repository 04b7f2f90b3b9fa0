import { fileURLToPath } from 'node:url'

/** @type {import('next').NextConfig} */
const config = {
  // The workspace packages export their TypeScript sources.
  transpilePackages: ['model', 'proxy-engine'],
  // OpenStack clients call /identity/v3/ with the slash; a redirect would lose the body of a POST.
  skipTrailingSlashRedirect: true,
  // Machine code, or modules that load others by name at run time.
  serverExternalPackages: ['better-sqlite3', '@prisma/adapter-better-sqlite3', '@prisma/adapter-pg', 'pg', 'pino'],
  // Otherwise Next guesses the root from whatever lock files lie in the folders above.
  outputFileTracingRoot: fileURLToPath(new URL('.', import.meta.url)),
  poweredByHeader: false,
}

export default config
