import { referenceApi } from '@/facades/reference/index.ts'
import { serve } from '@/server/serve.ts'

export const dynamic = 'force-dynamic'
export const runtime = 'nodejs'
export const { GET, POST, PUT, DELETE, PATCH, HEAD } = serve(referenceApi)
