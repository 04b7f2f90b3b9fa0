import { live } from '@/facades/console/live.ts'
import { serve } from '@/server/serve.ts'

export const dynamic = 'force-dynamic'
export const runtime = 'nodejs'
export const { GET } = serve(live)
