'use client'

import { useQuery } from '@tanstack/react-query'
import type { Session } from '../api-answers.ts'
import { queries } from '../queries.ts'

/** Who is signed in, in which project, and what the engines can do. Undefined until the first answer. */
export function useSession(): Session | undefined {
  return useQuery(queries.session()).data
}
