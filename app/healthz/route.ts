import { healthz } from '@/facades/health/index.ts'
import { serve } from '@/server/serve.ts'

export const dynamic = 'force-dynamic'
export const runtime = 'nodejs'
export const { GET } = serve(healthz)
