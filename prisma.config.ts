import { defineConfig } from 'prisma/config'

// Only Prisma's command line reads this. The application connects through server/store/client.ts.
export default defineConfig({
  schema: 'prisma/schema.prisma',
  datasource: { url: process.env['DATABASE_URL'] ?? 'file:./data/fulcrum.db' },
})
